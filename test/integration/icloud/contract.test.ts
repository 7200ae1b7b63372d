import { join } from 'node:path';
import { beforeAll, describe } from 'vitest';
import { guardDrive } from '../../../src/core/icloud/guarded-drive.ts';
import { gatesSchema, openGates, type Gates } from '../../../src/core/state/gates.ts';
import { JsonFile } from '../../../src/core/state/json-file.ts';
import { destinationContract } from '../../contracts/destination.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { TestClock } from '../../support/app-harness.ts';
import { signedInComputer, type Computer } from '../../support/signed-in.ts';

describe('iCloud Drive by the real rclone, guarded', () => {
  let apple: AppleSimulator;
  let computer: Computer;
  let count = 0;
  beforeAll(async () => {
    apple = await startAppleSimulator();
    computer = await signedInComputer(apple);
  });

  destinationContract({
    open: () => {
      const base = `Backups ${(count += 1)}`;
      const gates = new JsonFile<Gates>(join(computer.dir, 'gates.json'), gatesSchema, openGates, () => undefined);
      const guard = { gates, clock: new TestClock(), remembers: () => true };
      const drive = guardDrive(computer.drive({ base }), guard);
      const put = (folder: string, name: string, content: string): void => {
        apple.putFile(`${base}/${folder}/${name}`, content);
      };
      return Promise.resolve({ drive, put });
    },
    close: async () => {
      await computer.close();
      await apple.stop();
    },
  });
});
