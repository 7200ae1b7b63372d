import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { missingKeyringPart, runWithKeyring } from '../support/keyring.ts';
import { needs } from '../support/skip.ts';

/** One keytar call per process: on a locked keyring some of them end the process. */
function keytar(call: string): string[] {
  const report = 'console.log(JSON.stringify(value ?? null)), (error) => console.log(`failed: ${error.message}`)';
  return [process.execPath, '-e', `require('keytar').${call}.then((value) => ${report})`];
}

const store = keytar("setPassword('service', 'account', 'secret')");
const read = keytar("getPassword('service', 'account')");

describe('the session a keychain test runs in', () => {
  beforeEach(() => {
    const missing = missingKeyringPart();
    needs(missing === undefined, missing ?? '');
  });

  it('keeps an item for the next session with the same home, in an unlocked keyring', async () => {
    const home = await mkdtemp(join(tmpdir(), 'keyring-test-'));
    try {
      expect(await runWithKeyring('unlocked', store, { home })).toMatchObject({ stdout: 'null', exitCode: 0 });
      expect(await runWithKeyring('unlocked', read, { home })).toMatchObject({ stdout: '"secret"', exitCode: 0 });
      expect(await runWithKeyring('locked', read, { home })).toMatchObject({ stdout: 'null', exitCode: 0 });
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('refuses to store in a locked keyring', async () => {
    const { stdout } = await runWithKeyring('locked', store, { before: store });
    expect(stdout.split('\n').at(-1)).toBe('failed: Cannot create an item in a locked collection');
  });

  it('has no Secret Service without a bus', async () => {
    const { stdout } = await runWithKeyring('no-bus', read);
    expect(stdout).toBe('failed: Cannot autolaunch D-Bus without X11 $DISPLAY');
  });

  it('hands on the exit code and the environment', async () => {
    const command = [process.execPath, '-e', 'console.log(process.env.GIVEN); process.exit(7)'];
    const ended = await runWithKeyring('unlocked', command, { env: { GIVEN: 'yes' } });
    expect(ended).toMatchObject({ stdout: 'yes', exitCode: 7 });
  });
});
