import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { insideArchive, plainPart } from '../../support/inside-archive.ts';
import { failure, useLookInside, usualFiles } from '../../support/look-inside.ts';

const world = useLookInside();
const fixtures = join(import.meta.dirname, '../../fixtures/archives');
const key = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ01';

describe('archives that Home Assistant wrote', () => {
  test.each(['core_plain', 'sup_plain', 'core_v2', 'sup_v2', 'core_v3', 'sup_v3'])('%s', async (name) => {
    const file = join(fixtures, `${name}.tar`);
    const { parts, problems } = await world.contents(file, [key]);
    expect(problems).toEqual([]);
    expect(parts[0]).toMatchObject({ name: 'homeassistant', kind: 'homeassistant', version: '2026.11.1' });
    expect(parts[0]?.files).toContainEqual({
      path: 'homeassistant/configuration.yaml',
      type: 'file',
      size: 15,
      modified: expect.stringMatching(/^2026-/) as unknown,
    });
    const keys = (): Promise<string[]> => Promise.resolve(['another', key]);
    const found = await world.extract(file, 'homeassistant/configuration.yaml', { keys });
    expect(found).toMatchObject({ target: join(world.to, 'configuration.yaml'), type: 'file', bytes: 15 });
    expect(found.proof).toBe(name.endsWith('v3') ? 'encryption' : 'checksum');
    expect(await readFile(found.target, 'utf8')).toBe('homeassistant:\n');
    if (process.platform !== 'win32') expect((await stat(found.target)).mode & 0o777).toBe(0o600);
  });

  test('apps by name and version, folders by path, without a key no files', async () => {
    const { parts } = await world.contents(join(fixtures, 'sup_v3.tar'));
    expect(parts.map(({ name, kind, title, version, files }) => [name, kind, title, version, files])).toEqual([
      ['homeassistant', 'homeassistant', 'Home Assistant', '2026.11.1', null],
      ['core_ssh', 'app', 'SSH', '9.0', null],
      ['ssl', 'folder', 'ssl', null, null],
      ['addons_local', 'folder', 'addons/local', null, null],
      ['supervisor', 'supervisor', 'supervisor', '2026.11.0', null],
    ]);
  });

  test.each([
    ['no key', [], 'inside.key-needed'],
    ['another key', ['WRONG'], 'inside.wrong-key'],
  ])('%s: a coded error, and nothing is written', async (_, keys, code) => {
    const file = join(fixtures, 'sup_v3.tar');
    const asked = world.extract(file, 'homeassistant/configuration.yaml', { keys: () => Promise.resolve(keys) });
    expect(await failure(asked)).toEqual({ code, facts: { part: 'homeassistant' } });
    expect(await world.there()).toEqual([]);
  });

  test('nobody is asked for a key that is not needed', async () => {
    const keys = (): Promise<string[]> => Promise.reject(new Error('asked'));
    await world.extract(join(fixtures, 'sup_plain.tar'), 'ssl/x.txt', { keys });
    expect(await world.there()).toEqual(['x.txt']);
  });
});

describe('what comes out', () => {
  test('a folder as a tree, empty folders too', async () => {
    const file = await world.archiveOf(usualFiles);
    const found = await world.extract(file, 'homeassistant/www');
    expect(found).toMatchObject({ type: 'folder', files: 2, bytes: 5, leftOutCount: 0, renamedCount: 0 });
    expect(await readFile(join(world.to, 'www/icons/a.svg'), 'utf8')).toBe('a');
    expect((await world.extract(file, 'homeassistant')).target).toBe(join(world.to, 'homeassistant'));
    expect((await readdir(join(world.to, 'homeassistant'))).sort()).toEqual(['automations.yaml', 'empty', 'www']);
    expect((await world.there()).sort()).toEqual(['homeassistant', 'www']);
  });

  test('of two entries with one path the later one', async () => {
    const file = await world.archiveOf([
      { name: 'data/a', text: 'one' },
      { name: 'data/x/a', text: 'first' },
      { name: 'data/a', text: 'two!' },
      { name: 'data/x/a', text: 'last' },
    ]);
    expect(await world.extract(file, 'homeassistant/a')).toMatchObject({ bytes: 4 });
    expect(await readFile(join(world.to, 'a'), 'utf8')).toBe('two!');
    expect(await world.extract(file, 'homeassistant/x')).toMatchObject({ files: 1, bytes: 4 });
    expect(await readFile(join(world.to, 'x/a'), 'utf8')).toBe('last');
  });

  test('a long name in an extended header', async () => {
    const long = `data/${'n'.repeat(200)}.yaml`;
    const file = await world.archiveOf([{ name: 'data/short', text: 'long', paxPath: long }]);
    await world.extract(file, `homeassistant/${'n'.repeat(200)}.yaml`);
    expect(await world.there()).toEqual([`${'n'.repeat(200)}.yaml`]);
  });

  test.each([
    ['homeassistant/automation.yaml', 'homeassistant/automations.yaml'],
    ['homeassistant/logo.png', 'homeassistant/www/logo.png'],
    ['homeassistant/data/automations.yaml', 'homeassistant/automations.yaml'],
    ['homeassistan/automations.yaml', 'homeassistant'],
  ])('%s is not there: %s is', async (path, near) => {
    const file = await world.archiveOf(usualFiles);
    expect(await failure(world.extract(file, path))).toEqual({ code: 'inside.no-such-path', facts: { path, near } });
    expect(await world.there()).toEqual([]);
  });
});

describe('nothing half written, nothing overwritten', () => {
  test.each(['homeassistant/automations.yaml', 'homeassistant/www'])('%s: what is there stays', async (path) => {
    const file = await world.archiveOf(usualFiles);
    const { target } = await world.extract(file, path);
    expect(await failure(world.extract(file, path))).toEqual({
      code: 'restore.target-exists',
      facts: { file: target },
    });
    await rm(target, { recursive: true });
    await symlink(join(world.folder, 'nowhere'), target);
    expect((await failure(world.extract(file, path))).code).toBe('restore.target-exists');
    expect((await world.there()).length).toBe(1);
    expect(await stat(join(world.folder, 'nowhere')).catch(() => 'none')).toBe('none');
  });

  test('a file where the folder has to be', async () => {
    await writeFile(world.to, 'mine');
    expect((await failure(world.extract(await world.archiveOf(usualFiles), 'homeassistant/www'))).code).toBe(
      'disk.failed',
    );
    expect(await readFile(world.to, 'utf8')).toBe('mine');
  });

  test.each([
    ['cut off', (part: Buffer) => part.subarray(0, part.length - 20)],
    ['with another checksum', (part: Buffer) => Buffer.concat([part.subarray(0, -8), Buffer.alloc(8, 1)])],
  ])('a part %s: the file that was whole before is not handed out', async (_, damage) => {
    const file = join(world.folder, 'damaged.tar');
    await writeFile(file, insideArchive({ homeassistant: damage(plainPart(usualFiles)) }));
    expect((await failure(world.extract(file, 'homeassistant/automations.yaml'))).code).toBe('inside.part-damaged');
    expect((await failure(world.extract(file, 'homeassistant'))).code).toBe('inside.part-damaged');
    expect(await world.there()).toEqual([]);
    expect(await stat(world.to).catch(() => 'none')).toBe('none');
    const { parts } = await world.contents(file);
    expect(parts[0]).toMatchObject({ problem: { code: 'inside.part-damaged' } });
  });

  test('no room: said before it is written', async () => {
    world.freeBytes = 1024;
    const file = await world.archiveOf([{ name: 'data/large', text: 'x'.repeat(2 * 1024 * 1024) }]);
    const facts = { neededBytes: 2 * 1024 * 1024, freeBytes: 1024 };
    expect(await failure(world.extract(file, 'homeassistant/large'))).toEqual({ code: 'disk.full', facts });
    expect(await world.there()).toEqual([]);
  });

  test('cancelled: nothing stays', async () => {
    await mkdir(world.to);
    const cancel = new AbortController();
    const file = await world.archiveOf(usualFiles);
    cancel.abort();
    const asked = world.extract(file, 'homeassistant', { signal: cancel.signal });
    expect((await failure(asked)).code).toBe('sync.cancelled');
    expect(await world.there()).toEqual([]);
  });
});

describe('what is no whole backup', () => {
  it.each([
    ['a web page', Buffer.from(`<!doctype html><html>${'x'.repeat(1000)}`), 'archive.not-archive'],
    ['an empty file', Buffer.alloc(0), 'archive.not-archive'],
    ['noise', Buffer.alloc(2048, 'abcdef'), 'archive.not-archive'],
  ])('%s', async (_, bytes, code) => {
    const file = join(world.folder, 'x.tar');
    await writeFile(file, bytes);
    expect((await failure(world.contents(file))).code).toBe(code);
    expect((await failure(world.extract(file, 'homeassistant/x'))).code).toBe(code);
  });

  test('a folder, and a file that is not there', async () => {
    expect(await failure(world.contents(world.folder))).toMatchObject({
      code: 'archive.not-archive',
      facts: { is: 'folder' },
    });
    expect((await failure(world.contents(join(world.folder, 'none.tar')))).code).toBe('disk.failed');
  });

  test('a torn one shows what is there, and what is whole comes out', async () => {
    const file = join(world.folder, 'torn.tar');
    const whole = insideArchive({ homeassistant: plainPart(usualFiles), ssl: plainPart([{ name: 'x', text: 'x' }]) });
    await writeFile(file, whole.subarray(0, whole.length - 1400));
    const { parts, problems } = await world.contents(file);
    expect(problems).toMatchObject([{ code: 'inside.torn' }]);
    expect(parts[0]?.files).toHaveLength(5);
    await world.extract(file, 'homeassistant/automations.yaml');
    expect(await failure(world.extract(file, 'share/x'))).toMatchObject({ code: 'inside.torn' });
  });
});
