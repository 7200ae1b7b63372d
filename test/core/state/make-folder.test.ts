import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/core/state/make-folder.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'make-folder-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes what is missing, with that mode, and leaves what is there', async () => {
    await mkdir(join(dir, 'open'), { mode: 0o755 });
    await makeFolder(join(dir, 'open', 'a', 'b/'), 0o700);
    const modes = await Promise.all(
      ['open', 'open/a', 'open/a/b'].map(async (name) => (await stat(join(dir, name))).mode),
    );
    if (process.platform !== 'win32') expect(modes.map((mode) => mode & 0o777)).toEqual([0o755, 0o700, 0o700]);
    await makeFolder(join(dir, 'open', 'a'), 0o700);
    expect((await stat(join(dir, 'open', 'a', 'b'))).isDirectory()).toBe(true);
  });

  it('is made once by many', async () => {
    for (const round of Array(50).keys()) {
      const path = join(dir, String(round), 'a', 'b', 'c');
      await Promise.all(Array.from({ length: 20 }, () => makeFolder(path, 0o700)));
      expect((await stat(path)).isDirectory()).toBe(true);
    }
  });

  it.skipIf(process.platform === 'win32')('follows a link to a folder, and no other', async () => {
    await mkdir(join(dir, 'there'));
    await symlink(join(dir, 'there'), join(dir, 'link'));
    await symlink(join(dir, 'nowhere', 'at', 'all'), join(dir, 'lost'));
    await makeFolder(join(dir, 'link', 'a'));
    expect((await stat(join(dir, 'there', 'a'))).isDirectory()).toBe(true);
    await expect(makeFolder(join(dir, 'lost'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(join(dir, 'lost', 'a'))).rejects.toThrow();
  });

  it('says what is in the way', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(makeFolder(join(dir, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(join(dir, 'file', 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.runIf(process.platform === 'linux')('ends where a folder refuses a new one as "not found"', async () => {
    await expect(makeFolder('/proc/x/y')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
