import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executableName } from '../../src/setup/rclone-places.mjs';
import { pinOf, readRcloneLock } from '../../src/setup/rclone-lock.mjs';
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
  it('starts, says so and goes when told', async () => {
    const script = join(root, 'src', 'setup', 'try-package.mjs');
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

  it('trusts an rclone that the build signed, by the hash that it recorded', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'signed-package-'));
    try {
      // Links instead of a few hundred megabytes; only rclone becomes a file of its own.
      await run(['cp', '-al', `${release.programFolder}/.`, copy], '', inherited);
      const own = join(copy, 'resources', 'rclone', target);
      const signed = Buffer.concat([await readFile(join(own, 'rclone')), Buffer.from('a signature')]);
      await rm(join(own, 'rclone'));
      await writeFile(join(own, 'rclone'), signed, { mode: 0o755 });
      const signIn = async (): Promise<CliRun> =>
        await run(
          [join(copy, basename(program)), ...sandbox, 'cli', '--data-dir', join(copy, 'data'), ...login],
          `${apple.account.deviceCode}\n`,
          { ...computer.environment, HA_ICLOUD_BACKUP_APPLE_PASSWORD: apple.account.password },
        );
      const login = ['login', '--apple-id', apple.account.appleId];
      expect((await signIn()).stderr).toContain('rclone.untrusted');
      await writeFile(join(own, 'rclone.sha256'), `${createHash('sha256').update(signed).digest('hex')}\n`);
      const { exitCode, stderr } = await signIn();
      expect(exitCode, stderr).toBe(0);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});
