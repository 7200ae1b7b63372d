import { describe, expect, test } from 'vitest';
import { findBackupFolders, searchLimit } from '../../../src/core/commands/find-backup-folders.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Destination, FolderContent } from '../../../src/core/ports/destination.ts';

const never = new AbortController().signal;
const archive = 'Home_2026-11-21_0445_automatic_2026.11.2_29bd0878_232933473bed.tar';

/** A drive with these files; a path that ends with a slash is an empty folder. */
const driveOf = (...paths: readonly string[]): Pick<Destination, 'browse'> => ({
  browse: (path) => {
    const start = path === '' ? '' : `${path}/`;
    const inside = paths.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length).split('/'));
    if (inside.length === 0) return Promise.resolve(undefined);
    const files = inside.flatMap(([name = '', ...rest]) => (rest.length === 0 && name !== '' ? [name] : []));
    const folders = inside.flatMap(([name = '', ...rest]) => (rest.length > 0 ? [name] : []));
    const content: FolderContent = {
      files: files.map((name) => ({ name, size: 1, id: name })),
      folders: [...new Set(folders)],
    };
    return Promise.resolve(content);
  },
});
const many = Array.from({ length: 60 }, (_none, index) => `Holiday ${String(index).padStart(2, '0')}/`);

describe('finds backups', () => {
  test.each<[string, string, string]>([
    ['below a folder of the root', `Smart Home/Home (a1b2c3d4)/instance.json`, 'Smart Home/Home (a1b2c3d4)'],
    ['two levels down', `Backups/Home/Home (a1b2c3d4)/${archive}`, 'Backups/Home/Home (a1b2c3d4)'],
    ['in a folder of the root itself', `Home (a1b2c3d4)/${archive}`, 'Home (a1b2c3d4)'],
    ['in a folder that somebody renamed', `Documents/Old house/${archive}`, 'Documents/Old house'],
    ['by a manifest alone', `Stuff/Home/${archive.replace('.tar', '.manifest.json')}`, 'Stuff/Home'],
  ])('%s', async (_, path, folder) => {
    const search = await findBackupFolders(driveOf('Photos/a.jpg', 'Notes/', path), {}, never);
    expect(search).toMatchObject({ found: [folder], problems: [], left: 0 });
    expect(search.looked).toEqual(expect.arrayContaining(['', 'Photos', 'Notes', folder]));
  });

  test('of several homes in several places', async () => {
    const drive = driveOf(`A/Home (a1b2c3d4)/${archive}`, `B/C/Beach (00000000)/${archive}`, 'B/C/other.tar');
    expect((await findBackupFolders(drive, {}, never)).found).toEqual(['A/Home (a1b2c3d4)', 'B/C/Beach (00000000)']);
  });

  test('among many folders: the likeliest first, never more than the limit, and says what was left out', async () => {
    const drive = driveOf(...many, `ZZ smart home/Home (a1b2c3d4)/${archive}`);
    const told: number[] = [];
    const search = await findBackupFolders(drive, { onFolder: ({ looked }) => told.push(looked) }, never);
    expect(search.found).toEqual(['ZZ smart home/Home (a1b2c3d4)']);
    expect(search.looked.slice(0, 3)).toEqual(['', 'ZZ smart home', 'ZZ smart home/Home (a1b2c3d4)']);
    expect(search.looked).toHaveLength(searchLimit);
    expect(search.left).toBe(many.length + 3 - searchLimit);
    expect(told).toEqual(Array.from({ length: searchLimit }, (_none, index) => index));
  });
});

test('finds nothing where there is nothing, and looks no deeper than it says', async () => {
  const drive = driveOf('A/B/C/D/E.txt', `A/B/C/deep/${archive}`, 'x.tar');
  expect(await findBackupFolders(drive, {}, never)).toEqual({
    found: [],
    looked: ['', 'A', 'A/B'],
    problems: [],
    left: 0,
  });
});

describe('a folder that cannot be listed', () => {
  const failing = (code: 'cloud.failed' | 'cloud.offline' | 'cloud.throttled', path: string, line = true) => {
    const drive = driveOf('Albums/', `Smart/Home (a1b2c3d4)/${archive}`);
    let fails = false;
    return {
      browse: (asked: string, signal: AbortSignal) => {
        fails ||= asked === path;
        if (asked === path || (fails && !line && asked === '')) return Promise.reject(new AppError(code));
        return drive.browse(asked, signal);
      },
    };
  };

  test.each(['cloud.failed', 'cloud.offline'] as const)('costs itself alone: %s', async (code) => {
    const search = await findBackupFolders(failing(code, 'Albums'), {}, never);
    expect(search.found).toEqual(['Smart/Home (a1b2c3d4)']);
    expect(search.looked).not.toContain('Albums');
    expect(search.problems).toEqual([{ code: 'cloud.folder-unread', facts: { folder: 'Albums', why: code } }]);
  });

  test.each([
    ['cloud.throttled', 'Albums', true],
    ['cloud.offline', 'Albums', false],
    ['cloud.failed', '', true],
  ] as const)('is not what ended it: %s at "%s"', async (code, path, line) => {
    await expect(findBackupFolders(failing(code, path, line), {}, never)).rejects.toMatchObject({ code });
  });
});
