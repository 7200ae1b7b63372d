import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/core/domain/manifest.ts';
import type { TransferProgress } from '../../../src/core/ports/destination.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { never, signedInComputer, type Computer } from '../../support/signed-in.ts';

const base = 'HomeAssistantBackups';
const home = 'Home (1234abcd)';
const day = new Date('2026-01-02T03:04:05Z');

describe('x', () => {
  let apple: AppleSimulator;
  let computer: Computer;
  beforeAll(async () => {
    apple = await startAppleSimulator();
    computer = await signedInComputer(apple);
  });
  afterAll(async () => {
    await apple.stop();
    await computer.close();
  });
  it('lists', async () => {
    const drive = computer.drive();
    console.log(await drive.folders(never), await drive.list(home, never));
    await drive.putText('{"a":1}', home, 'a.manifest.json', never);
    apple.clearLog();
    console.log(
      await drive.list(home, never),
      apple.log().map((e) => e.path),
    );
    apple.clearLog();
    console.log(
      await drive.list(home, never),
      apple.log().map((e) => e.path),
    );
    const file = join(computer.dir, 'big.tar');
    await writeFile(file, Buffer.alloc(40_000_000, 7));
    apple.clearLog();
    apple.throttle({ upBps: 20_000_000 });
    const seen: TransferProgress[] = [];
    await drive.put(file, home, 'big.tar', day, (p) => seen.push(p), never);
    console.log(
      seen,
      apple.log().map((e) => e.path),
    );
    apple.clearLog();
    await drive.fetch(home, 'big.tar', 40_000_000, join(computer.dir, 'back.tar'), (p) => seen.push(p), never);
    console.log(apple.log().map((e) => e.path));
    apple.clearLog();
    await drive.moveFolder(home, 'Other/Place', never);
    console.log(
      apple.log().map((e) => e.path),
      apple.tree(),
    );
  });
});
