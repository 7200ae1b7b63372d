import { execa } from 'execa';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { History } from '../../../src/core/state/history.ts';
import { readOwnText, readTextIfThere, writeFileAtomically, writeNewFile } from '../../../src/core/state/small-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'small-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const posixOnly = test.skipIf(process.platform === 'win32');
const pathOf = (name: string): string => join(folder, name);
const system = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => undefined,
    (error: unknown) => (error instanceof AppError ? [error.code, error.facts.system, error.facts.path] : error),
  );

describe('a text', () => {
  test.each([
    ['UTF-8', Buffer.from('{"a":"ä"}')],
    ['UTF-8 with a mark', Buffer.from('\uFEFF{"a":"ä"}')],
    ['UTF-16, little end first', Buffer.from('\uFEFF{"a":"ä"}', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFF{"a":"ä"}', 'utf16le').swap16()],
  ])('is read in %s', async (_, bytes) => {
    await writeFile(pathOf('text'), bytes);
    expect(await readTextIfThere(pathOf('text'))).toBe('{"a":"ä"}');
  });

  test('that is too big is refused before it is read, with its name', async () => {
    await writeFile(pathOf('big'), '');
    // A hole: 64 GB that take no space.
    await truncate(pathOf('big'), 64 * 1024 ** 3);
    expect(await system(readTextIfThere(pathOf('big')))).toEqual(['disk.failed', 'EFBIG', pathOf('big')]);
    expect(await readOwnText(pathOf('big'))).toBeUndefined();
    await writeFile(pathOf('small'), 'four');
    expect(await readTextIfThere(pathOf('small'), 4)).toBe('four');
    expect(await system(readTextIfThere(pathOf('small'), 3))).toEqual(['disk.failed', 'EFBIG', pathOf('small')]);
  });

  posixOnly.each([
    ['a pipe', 'EINVAL', (path: string) => execa('mkfifo', [path])],
    ['a device without an end', 'EINVAL', (path: string) => symlink('/dev/zero', path)],
    ['a folder', 'EISDIR', (path: string) => mkdir(path)],
  ])('is not waited for where %s is in its place', async (_, code, make) => {
    await make(pathOf('text'));
    expect(await system(readTextIfThere(pathOf('text')))).toEqual(['disk.failed', code, pathOf('text')]);
    expect(await readOwnText(pathOf('text'))).toBeUndefined();
  });
});

describe('a write', () => {
  posixOnly('replaces a link in its place and leaves alone what it leads to', async () => {
    await writeFile(pathOf('victim'), 'theirs');
    for (const [name, write] of [
      ['atomic', writeFileAtomically],
      ['new', (path: string) => writeNewFile(path, 'ours').catch(() => undefined)],
    ] as const) {
      await symlink(pathOf('victim'), pathOf(name));
      await write(pathOf(name), 'ours');
      expect(await readFile(pathOf('victim'), 'utf8')).toBe('theirs');
    }
    expect(await readFile(pathOf('atomic'), 'utf8')).toBe('ours');
  });
});

describe('the history', () => {
  const entry = { kind: 'sign-in', at: '2026-11-21T12:00:00.000Z', what: 'completed' } as const;

  test.each(['read', 'added to'])('that cannot be one is set aside when it is %s', async (how) => {
    await writeFile(pathOf('history.jsonl'), '');
    await truncate(pathOf('history.jsonl'), 64 * 1024 ** 3);
    const history = new History(pathOf('history.jsonl'));
    if (how === 'read') expect(await history.read()).toEqual({ entries: [], broken: 0 });
    await history.add(entry);
    expect(await history.read()).toEqual({ entries: [entry], broken: 0 });
    expect((await readdir(folder)).sort()).toEqual(['history.jsonl', 'history.jsonl.broken']);
  });

  posixOnly('is not written through a link', async () => {
    await writeFile(pathOf('victim'), 'theirs');
    await symlink(pathOf('victim'), pathOf('history.jsonl'));
    expect(await system(new History(pathOf('history.jsonl')).add(entry))).toEqual([
      'disk.failed',
      'ELOOP',
      pathOf('history.jsonl'),
    ]);
    expect(await readFile(pathOf('victim'), 'utf8')).toBe('theirs');
  });
});
