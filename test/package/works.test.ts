import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executableName } from '../../scripts/rclone-places.mjs';
import { pinOf, readRcloneLock } from '../../scripts/rclone-lock.mjs';
import { emptyComputer, type EmptyComputer } from '../e2e/support/desktop-app.ts';
import { run, storedArchives, storedManifests, type CliRun } from '../e2e/support/world.ts';
import { startAppleSimulator, type AppleSimulator } from '../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../simulators/home-assistant/index.ts';
import { release, root, sandbox, target } from './packages.ts';

const { program, resources, folder } = release;
/** The keychain of other systems belongs to the person who runs the tests. */
const hasOwnKeyring = process.platform === 'linux';
const inherited = process.env as Record<string, string>;

describe('the release package', () => {
  it('starts no reporter of crashes, which would send memory away', () => {
    const archive = join(resources, 'app.asar');
    const bundles = listPackage(archive, { isPack: false }).filter((path) => /\/out\/main\/.*\.js$/.test(path));
    expect(bundles.length).toBeGreaterThan(2);
    for (const path of bundles)
      expect(extractFile(archive, path.slice(1)).toString('utf8')).not.toMatch(/crashReporter|process\.report\b/);
  });

  it('starts, says so and goes when told', async () => {
    const script = join(root, 'scripts', 'try-package.mjs');
    const { exitCode, stdout, stderr } = await run([process.execPath, script, folder], '', { ...inherited });
    expect(exitCode, `${stdout}${stderr}`).toBe(0);
    expect(stdout).toContain('cli status --json: answers\nthe app: is up\nthe app: went when told');
  });

  it('brings an rclone that runs from where it lies', async () => {
    const rclone = join(resources, 'rclone', target, executableName(target));
    const { exitCode, stdout } = await run([rclone, 'version'], '', {});
    expect(exitCode).toBe(0);
    const lock = readRcloneLock(root);
    expect(stdout.split('\n')[0]).toBe(`rclone v${lock.version}`);
    expect(pinOf(lock, target).sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe.runIf(hasOwnKeyring)('the command line of the release package', () => {
  let apple: AppleSimulator;
  let home: HomeAssistantSimulator;
  let computer: EmptyComputer;
  beforeAll(async () => {
    apple = await startAppleSimulator({ account: { appleId: 'package@example.com' } });
    home = await startHomeAssistantSimulator({
      encryptionKeySet: true,
      payloadBytes: 100_000,
      automatic: { recurrence: 'daily', copies: 7 },
    });
    await home.addBackup({ date: new Date(Date.now() - 86_400_000).toISOString(), kind: 'automatic', protected: true });
    computer = await emptyComputer(apple);
  });
  afterAll(async () => {
    await home.stop();
    await apple.stop();
    await computer.remove();
  });

  const cli = async (args: readonly string[], input = '', more: Record<string, string> = {}): Promise<CliRun> =>
    await run([program, ...sandbox, 'cli', '--data-dir', computer.dataDir, ...args], input, {
      ...computer.environment,
      ...more,
    });

  it('is the app even for who wants a bare Node', async () => {
    const { stdout } = await cli(['--version'], '', { ELECTRON_RUN_AS_NODE: '1' });
    expect(stdout).toMatch(/^\S*\s?\d+\.\d+\.\d+\n$/);
  });

  it('stores a backup, with the keytar and the rclone of the package', async () => {
    const setup = await cli(['setup', '--url', home.url], '', { HA_ICLOUD_BACKUP_TOKEN: home.token });
    expect(setup.exitCode, setup.stderr).toBe(0);
    // No other keytar is near: the package lies in a folder of its own.
    const found = await run(['secret-tool', 'search', 'service', 'HA iCloud Backup'], '', inherited);
    expect(`${found.stdout}${found.stderr}`).toContain('HA iCloud Backup');

    const { appleId, password, deviceCode } = apple.account;
    const login = await cli(['login', '--apple-id', appleId], `${deviceCode}\n`, {
      HA_ICLOUD_BACKUP_APPLE_PASSWORD: password,
    });
    expect(login.exitCode, login.stderr).toBe(0);
    const backup = await cli(['backup']);
    expect(backup.exitCode, `${backup.stdout}${backup.stderr}`).toBe(0);
    expect([storedArchives(apple), storedManifests(apple)].map((stored) => stored.length)).toEqual([1, 1]);
  });

  it.each([
    ['was replaced, and a hash was laid beside it', (copy: string) => replaceRclone(copy)],
    ['was replaced, and so was the list in the resources', (copy: string) => replaceRclone(copy, 'rclone.lock.json')],
  ])('runs no rclone that %s', async (_what, change) => {
    const copy = await mkdtemp(join(tmpdir(), 'changed-package-'));
    try {
      // Links instead of a few hundred megabytes; only rclone becomes a file of its own.
      await run(['cp', '-al', `${release.programFolder}/.`, copy], '', inherited);
      const signal = await change(copy);
      const { stderr } = await run(
        [join(copy, basename(program)), ...sandbox, 'cli', '--data-dir', join(copy, 'data'), ...login()],
        `${apple.account.deviceCode}\n`,
        { ...computer.environment, HA_ICLOUD_BACKUP_APPLE_PASSWORD: apple.account.password },
      );
      expect(stderr).toContain('rclone.untrusted');
      expect(existsSync(signal)).toBe(false);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });

  it('runs its own rclone, whatever the environment names, and says so', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'other-rclone-'));
    try {
      const [other, signal] = [join(folder, 'rclone'), join(folder, 'ran')];
      await writeFile(other, noteAndEnd(signal), { mode: 0o755 });
      const { exitCode, stderr } = await cli(['list'], '', {
        HA_ICLOUD_BACKUP_RCLONE: other,
        NODE_OPTIONS: `--require ${join(folder, 'nothing.cjs')}`,
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
      });
      expect(exitCode, stderr).toBe(0);
      expect(stderr).toContain('Ignored: HA_ICLOUD_BACKUP_RCLONE.');
      expect(existsSync(signal)).toBe(false);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  const login = (): string[] => ['login', '--apple-id', apple.account.appleId];
});

/** A program that leaves a note that it ran. */
const noteAndEnd = (signal: string): string => `#!/bin/sh\ntouch '${signal}'\necho 'rclone v1.75.2'\n`;

/** Another rclone with its hash wherever a reader might look for one. Gives back what it leaves behind when it is run. */
const replaceRclone = async (copy: string, listed?: string): Promise<string> => {
  const folder = join(copy, 'resources', 'rclone', target);
  const signal = join(copy, 'ran');
  const other = noteAndEnd(signal);
  const sha256 = createHash('sha256').update(other).digest('hex');
  await rm(join(folder, 'rclone'));
  await writeFile(join(folder, 'rclone'), other, { mode: 0o755 });
  await writeFile(join(folder, 'rclone.sha256'), `${sha256}\n`);
  if (listed !== undefined)
    await writeFile(join(copy, 'resources', listed), JSON.stringify({ executables: { [target]: { sha256 } } }));
  return signal;
};
