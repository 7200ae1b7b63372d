import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { missingKeyringPart, runWithKeyring, type KeyringState } from '../../support/keyring.ts';
import { suiteNeeds } from '../../support/skip.ts';

const demo = fileURLToPath(new URL('../../../out/demo.js', import.meta.url));
const missing = existsSync(demo) ? missingKeyringPart() : 'the built demo (npm run build)';

/** The demo says itself that it takes less than a minute; here it shares the computer with other tests. */
const limitMs = 4 * 60_000;

/** Of the session: what the demo leaves in it can be seen. */
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'demo-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** Prints the accounts of all items that the program has in the keyring. */
const listItems = `require('keytar').findCredentials('HA iCloud Backup')
  .then((found) => console.log('ITEMS', JSON.stringify(found.map(({ account }) => account))))`;
const repository = fileURLToPath(new URL('../../../', import.meta.url));

const play = async (state: KeyringState, after = '') => {
  const script = '"$0" "$1" || exit; cd "$2" && exec "$0" -e "$3"';
  const command = ['sh', '-c', script, process.execPath, demo, repository, after];
  // The environment of the tests may hold what a server's administrator would set.
  const env = { TMPDIR: home, HA_ICLOUD_BACKUP_CONFIG_KEY: '', HA_ICLOUD_BACKUP_HOME: '' };
  return await runWithKeyring(state, command, { home, env, limitMs });
};
const leftOvers = async (): Promise<string[]> =>
  (await readdir(home)).filter((name) => name.startsWith('ha-icloud-backup-demo-'));

suiteNeeds(missing === undefined, missing ?? '')('the demo in a desktop session', () => {
  it('keeps the secrets in the keyring, and takes them out again at its end', { timeout: limitMs }, async () => {
    const { exitCode, stdout, stderr } = await play('unlocked', listItems);
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toContain('The secrets are in this computer’s keychain.');
    expect(stdout).not.toContain('environment variables');
    expect(stdout).toContain('All of it held.');
    expect(stdout).toContain('ITEMS []');
    expect(await leftOvers()).toEqual([]);
  });

  it('does without a keyring that is locked, and says so', { timeout: limitMs }, async () => {
    const { exitCode, stdout, stderr } = await play('locked');
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).toContain('the secrets come from environment variables');
    expect(stdout).not.toContain('in this computer’s keychain');
    expect(stdout).toContain('All of it held.');
    expect(await leftOvers()).toEqual([]);
  });
});
