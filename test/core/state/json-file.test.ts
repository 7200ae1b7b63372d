import { access, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { diskError, JsonFile, readTextIfThere, writeFileAtomically } from '../../../src/core/state/json-file.ts';

const schema = z.object({ list: z.array(z.string()) });
type Document = z.infer<typeof schema>;

let folder = '';
let broken: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'json-file-'));
  broken = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pathOf = (name: string): string => join(folder, name);
const open = (path = pathOf('state.json')): JsonFile<Document> =>
  new JsonFile(
    path,
    schema,
    () => ({ list: [] }),
    (what) => broken.push(what),
  );
const add =
  (entry: string) =>
  ({ list }: Document): Document => ({ list: [...list, entry] });
const failure = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => undefined,
    (error: unknown) => error,
  );
const isThere = async (path: string): Promise<boolean> => (await failure(access(path))) === undefined;

describe('a document', () => {
  test('is empty before it was written, and reading it writes nothing', async () => {
    expect(await open().read()).toEqual({ list: [] });
    expect(await readdir(folder)).toEqual([]);
  });

  test('is there for the next process', async () => {
    expect(await open().update(add('a'))).toEqual({ list: ['a'] });
    expect(await open().update(add('b'))).toEqual({ list: ['a', 'b'] });
    expect(await open().read()).toEqual({ list: ['a', 'b'] });
    expect(JSON.parse(await readFile(pathOf('state.json'), 'utf8'))).toEqual({ list: ['a', 'b'] });
  });

  test('keeps every one of many changes at once, in their order', async () => {
    const file = open();
    const entries = Array.from({ length: 50 }, (_, index) => `entry ${index}`);
    await Promise.all(entries.map((entry) => file.update(add(entry))));
    expect(await file.read()).toEqual({ list: entries });
  });

  test('is read after the changes that were asked for before', async () => {
    const file = open();
    const written = file.update(add('first'));
    expect(await file.read()).toEqual({ list: ['first'] });
    await written;
  });

  test('goes on after a change that failed', async () => {
    const file = open();
    await file.update(add('a'));
    const thrown = new Error('not this time');
    const failing = failure(
      file.update(() => {
        throw thrown;
      }),
    );
    const next = file.update(add('b'));
    expect(await failing).toBe(thrown);
    expect(await next).toEqual({ list: ['a', 'b'] });
  });
});

describe('a file that is no such document', () => {
  test.each([
    ['torn', '{"list": ["a"'],
    ['empty', ''],
    ['of another shape', '{"list": "a"}'],
    ['null', 'null'],
    ['not text', '\u0000\u0001'],
  ])('%s: set aside, told, and begun anew', async (_, text) => {
    await writeFile(pathOf('state.json'), text);
    const file = open();
    expect(await file.read()).toEqual({ list: [] });
    expect(broken).toEqual([file.path]);
    expect(await readFile(`${file.path}.broken`, 'utf8')).toBe(text);
    expect(await isThere(file.path)).toBe(false);
    expect(await file.update(add('a'))).toEqual({ list: ['a'] });
    expect(broken).toHaveLength(1);
  });

  test('met by several readers and a writer at once: nothing fails, nothing written is lost', async () => {
    await writeFile(pathOf('state.json'), '{');
    const file = open();
    await Promise.all([file.read(), file.update(add('a')), file.read(), file.update(add('b')), file.read()]);
    expect(await file.read()).toEqual({ list: ['a', 'b'] });
    expect(broken).toHaveLength(1);
    expect(await readFile(`${file.path}.broken`, 'utf8')).toBe('{');
  });

  test('a folder in its place is a failure of the disk, not an empty document', async () => {
    await mkdir(pathOf('state.json'));
    expect(await failure(open().read())).toMatchObject({ code: 'disk.failed', facts: { system: 'EISDIR' } });
    expect(broken).toEqual([]);
  });
});

describe('a write', () => {
  test('replaces the file and never changes the old one, so that a reader sees either whole', async () => {
    const path = pathOf('state.json');
    await writeFileAtomically(path, 'old');
    const before = await stat(path);
    await writeFileAtomically(path, 'new');
    expect((await stat(path)).ino).not.toBe(before.ino);
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  test('is seen whole or not at all by those who read meanwhile', async () => {
    const path = pathOf('state.json');
    const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(300_000));
    await writeFileAtomically(path, texts[0] ?? '');
    const state = { writing: true };
    const writer = (async () => {
      for (const text of [...texts, ...texts]) await writeFileAtomically(path, text);
      state.writing = false;
    })();
    while (state.writing) expect(texts).toContain(await readFile(path, 'utf8'));
    await writer;
  });

  test('many at once leave one whole text and nothing else', async () => {
    const path = pathOf('state.json');
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000));
    await Promise.all(texts.map((text) => writeFileAtomically(path, text)));
    expect(texts).toContain(await readFile(path, 'utf8'));
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  test.skipIf(process.platform === 'win32')('is for this user alone, whatever the old mode', async () => {
    const path = join(folder, 'new', 'state.json');
    await writeFileAtomically(path, 'old');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700);
    await chmod(path, 0o644);
    await writeFileAtomically(path, 'new');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('that fails leaves the old file and no other, and says so with a code', async () => {
    const path = pathOf('state.json');
    await mkdir(path);
    await writeFile(join(path, 'inside'), 'old');
    expect(await failure(writeFileAtomically(path, 'new'))).toMatchObject({ code: 'disk.failed' });
    expect(await readdir(folder)).toEqual(['state.json']);
    expect(await readdir(path)).toEqual(['inside']);
  });

  test('below a file fails with a code, too', async () => {
    await writeFile(pathOf('file'), '');
    expect(await failure(writeFileAtomically(join(pathOf('file'), 'state.json'), 'new'))).toBeInstanceOf(AppError);
  });
});

describe('failures of the disk', () => {
  const system = (code: string): Error => Object.assign(new Error(`${code}: a path`), { code });

  test.each([
    ['ENOSPC', 'disk.full'],
    ['EDQUOT', 'disk.full'],
    ['EACCES', 'disk.failed'],
    ['EIO', 'disk.failed'],
  ])('%s is %s', (code, expected) => {
    expect(diskError(system(code)).toJSON()).toEqual({ code: expected, facts: { system: code } });
  });

  test('something else entirely is a failure as well', () => {
    expect(diskError('what').toJSON()).toEqual({ code: 'disk.failed', facts: { system: 'unknown' } });
  });

  test('a text that is not there is none; below a file it cannot be read', async () => {
    await writeFile(pathOf('text'), 'here');
    expect(await readTextIfThere(pathOf('text'))).toBe('here');
    expect(await readTextIfThere(pathOf('nowhere'))).toBeUndefined();
    expect(await failure(readTextIfThere(folder))).toBeInstanceOf(AppError);
  });
});
