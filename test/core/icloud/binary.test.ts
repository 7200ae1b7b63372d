import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseVersion, RcloneBinary } from '../../../src/core/icloud/binary.ts';
import type { Environment } from '../../../src/core/icloud/environment.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('RcloneBinary', () => {
  let dir: string;
  let folder: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'binary-test-'));
    folder = join(dir, 'rclone', 'linux-x64');
    await mkdir(folder, { recursive: true });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const binary = (environment: Environment = {}, lockFile?: string): RcloneBinary =>
    new RcloneBinary({ resourcesDir: dir, environment, lockFile, platform: 'linux', arch: 'x64' });
  const install = (text: string): Promise<void> => writeFile(join(folder, 'rclone'), text);
  const lock = (sha: string): Promise<void> =>
    writeFile(join(dir, 'rclone.lock.json'), JSON.stringify({ executables: { 'linux-x64': { sha256: sha } } }));

  it('takes the bundled one whose bytes the lock names', async () => {
    await install('rclone');
    await lock(sha256('rclone'));
    expect(await binary().path()).toBe(join(folder, 'rclone'));
  });

  it('names what is missing', async () => {
    await lock(sha256('rclone'));
    await expect(binary().path()).rejects.toMatchObject({
      code: 'rclone.missing',
      facts: { path: join(folder, 'rclone') },
    });
  });

  it.each([
    ['other bytes', (): Promise<void> => lock(sha256('another'))],
    ['no lock at all', (): Promise<void> => Promise.resolve()],
    ['a lock without this system', (): Promise<void> => writeFile(join(dir, 'rclone.lock.json'), '{"executables":{}}')],
    ['a broken lock', (): Promise<void> => writeFile(join(dir, 'rclone.lock.json'), '{')],
  ])('does not trust %s', async (_what, prepare) => {
    await install('rclone');
    await prepare();
    await expect(binary().path()).rejects.toMatchObject({ code: 'rclone.untrusted' });
  });

  it('lets the list of the packaged program decide, and nothing that lies beside the executable', async () => {
    const inside = join(dir, 'inside.json');
    const list = (sha: string): Promise<void> =>
      writeFile(inside, JSON.stringify({ executables: { 'linux-x64': { sha256: sha } } }));
    await install('signed rclone');
    await list(sha256('signed rclone'));
    expect(await binary({}, inside).path()).toBe(join(folder, 'rclone'));
    await install('changed rclone');
    await lock(sha256('changed rclone'));
    await writeFile(join(folder, 'rclone.sha256'), sha256('changed rclone'));
    await expect(binary({}, inside).path()).rejects.toMatchObject({ code: 'rclone.untrusted' });
  });

  it.skipIf(process.platform === 'win32').each([
    ['the file', 0o777, 0o755, 'rclone'],
    ['its folder', 0o755, 0o777, ''],
  ])('does not trust what everybody may change: %s', async (_what, file, around, open) => {
    await install('rclone');
    await lock(sha256('rclone'));
    await chmod(join(folder, 'rclone'), file);
    await chmod(folder, around);
    await expect(binary().path()).rejects.toMatchObject({
      code: 'rclone.untrusted',
      facts: { path: join(folder, open).replace(/\/$/, ''), reason: 'writable by everybody' },
    });
  });

  it('notices another file under the same name, size and time of change', async () => {
    await install('rclone');
    await lock(sha256('rclone'));
    await utimes(join(folder, 'rclone'), 1, 1);
    const proven = binary();
    await proven.path();
    await rm(join(folder, 'rclone'));
    await install('enolcr');
    await utimes(join(folder, 'rclone'), 1, 1);
    await expect(proven.path()).rejects.toMatchObject({ code: 'rclone.untrusted' });
  });

  it('hashes once, and again when the file changed', async () => {
    await install('rclone');
    await lock(sha256('rclone'));
    const proven = binary();
    await proven.path();
    await lock(sha256('another'));
    await expect(proven.path()).resolves.toBe(join(folder, 'rclone'));
    await utimes(join(folder, 'rclone'), 1, 1);
    await expect(proven.path()).rejects.toMatchObject({ code: 'rclone.untrusted' });
  });

  it('hashes once for a process, by one list', async () => {
    await install('rclone');
    await lock(sha256('rclone'));
    await binary().path();
    await lock(sha256('another'));
    await expect(binary().path()).resolves.toBe(join(folder, 'rclone'));
    const list = join(dir, 'inside.json');
    await writeFile(list, JSON.stringify({ executables: { 'linux-x64': { sha256: sha256('another') } } }));
    await expect(binary({}, list).path()).rejects.toMatchObject({ code: 'rclone.untrusted' });
  });

  it('looks for rclone.exe on Windows', async () => {
    const windows = new RcloneBinary({ resourcesDir: dir, environment: {}, platform: 'win32', arch: 'arm64' });
    const path = join(dir, 'rclone', 'win32-arm64', 'rclone.exe');
    await expect(windows.path()).rejects.toMatchObject({ code: 'rclone.missing', facts: { path } });
  });

  describe.skipIf(process.platform === 'win32')('one that the user named', () => {
    const named = async (output: string): Promise<RcloneBinary> => {
      const path = join(dir, 'my-rclone');
      await writeFile(path, `#!/bin/sh\necho "${output}"\n`);
      await chmod(path, 0o755);
      return binary({ HA_ICLOUD_BACKUP_RCLONE: path, PATH: process.env['PATH'], RCLONE_VERSION: '1' });
    };

    it.each(['rclone v1.75.2', 'rclone v1.75.10', 'rclone v1.76.0-beta.1234', 'rclone v2.0'])(
      'is fine: %s',
      async (output) => {
        expect(await (await named(output)).path()).toBe(join(dir, 'my-rclone'));
      },
    );

    it.each(['rclone v1.75.1', 'rclone v1.60.1-DEV', 'rclone v0.99.99'])('is too old: %s', async (output) => {
      await expect((await named(output)).path()).rejects.toMatchObject({
        code: 'rclone.too-old',
        facts: { needed: '1.75.2' },
      });
    });

    it('is no rclone at all', async () => {
      await expect((await named('hello')).path()).rejects.toMatchObject({ code: 'rclone.untrusted' });
    });

    it('has to be there', async () => {
      const nowhere = binary({ HA_ICLOUD_BACKUP_RCLONE: join(dir, 'nowhere') });
      await expect(nowhere.path()).rejects.toMatchObject({ code: 'rclone.missing' });
    });
  });
});

describe('parseVersion', () => {
  it.each([
    ['rclone v1.75.2\n- os/version: debian', [1, 75, 2]],
    ['rclone v1.76', [1, 76, 0]],
    ['rclone 1.75.2', undefined],
    ['', undefined],
  ])('%j', (output, version) => {
    expect(parseVersion(output)).toEqual(version);
  });
});
