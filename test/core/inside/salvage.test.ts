import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { salvageFile, type SalvageInput } from '../../../src/core/commands/salvage-file.ts';
import { ArchiveCheck } from '../../../src/core/archive/archive-check.ts';
import type { ArchiveReport } from '../../../src/core/domain/backup.ts';
import type { Salvaged } from '../../../src/shared/salvage.ts';
import { insideArchive, plainPart } from '../../support/inside-archive.ts';
import { failure, knowsNoKey, plenty, useLookInside, usualFiles } from '../../support/look-inside.ts';
import { noise } from '../../support/small-archive.ts';

const world = useLookInside();
const fixtures = join(import.meta.dirname, '../../fixtures');
const key = 'ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ01';
const never = new AbortController().signal;

const salvage = async (file: string, given: Partial<SalvageInput> = {}): Promise<Salvaged> =>
  await salvageFile(
    {
      ...knowsNoKey,
      ports: { ...knowsNoKey.ports, freeBytes: () => Promise.resolve(plenty) },
    } as unknown as Parameters<typeof salvageFile>[0],
    { file, to: world.to, keys: () => Promise.resolve([]), ...given },
    never,
  );

/** As `check` judges it. Throws what it would refuse it with. */
const checked = async (file: string): Promise<ArchiveReport> => {
  const check = new ArchiveCheck();
  check.push(await readFile(file));
  return check.finish();
};

const jsonOf = async (file: string): Promise<Record<string, unknown>> => {
  const bytes = await readFile(file);
  return JSON.parse(bytes.toString('utf8', 512, bytes.indexOf(0, 512))) as Record<string, unknown>;
};

const named = ({ parts }: Salvaged): string[] => parts.map(({ name, proof }) => `${name} ${proof}`);
const withKey = { keys: () => Promise.resolve([key]) };

const parts = {
  homeassistant: plainPart([...usualFiles, { name: 'data/.HA_VERSION', text: '2026.11.1' }]),
  core_ssh: plainPart([{ name: './addon.json', text: '{"version":"9.0","system":{"name":"SSH"}}' }]),
  ssl: plainPart([{ name: 'key.pem', text: noise(3000, 'ssl').toString('hex') }]),
};
const json = { folders: ['ssl'], addons: [{ slug: 'core_ssh', name: 'SSH', version: '9.0', size: 0 }], type: 'full' };
let whole: Buffer;
beforeEach(() => {
  whole = insideArchive(parts, json);
});

/** Where a member's header is. */
const headerOf = (name: string): number => whole.indexOf(`${name}.tar.gz\0`, 0, 'latin1');

const claim = (name: string, size: number): void => {
  const at = headerOf(name);
  whole.write(`${size.toString(8).padStart(11, '0')}\0`, at + 124, 'latin1');
  whole.write('        ', at + 148, 'latin1');
  const sum = whole.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  whole.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
};

const all = ['homeassistant content', 'core_ssh content', 'ssl content'];

describe('an outer tar that is torn or lies', () => {
  test('a whole one is made anew as it was', async () => {
    const found = await salvage(await world.write('a.tar', whole));
    expect(found).toMatchObject({ id: 'abcd1234', version: '2026.11.1', lost: [], contents: 'kept' });
    expect(named(found)).toEqual(all);
    expect(await checked(found.target)).toMatchObject({ slug: 'abcd1234', defects: [] });
    expect(await jsonOf(found.target)).toMatchObject({ ...json, slug: 'abcd1234', protected: false });
  });

  test('cut off in the last part: it is dropped, and named', async () => {
    const found = await salvage(await world.write('a.tar', whole.subarray(0, headerOf('ssl') + 900)));
    expect(named(found)).toEqual(all.slice(0, 2));
    expect(found).toMatchObject({ lost: [{ name: 'ssl', cause: 'damaged' }], contents: 'reduced' });
    expect(await checked(found.target)).toMatchObject({ folders: [], addons: ['core_ssh'], defects: [] });
    expect(await jsonOf(found.target)).toMatchObject({ type: 'partial', folders: [] });
  });

  test('an area of zeros: what is behind it is found again', async () => {
    whole.fill(0, headerOf('core_ssh') - 700, headerOf('core_ssh') + 100);
    const found = await salvage(await world.write('a.tar', whole));
    expect(named(found)).toEqual(['ssl content']);
    expect(found.lost.map(({ name, cause }) => `${name} ${cause}`)).toEqual([
      'homeassistant damaged',
      'core_ssh missing',
    ]);
    expect(await jsonOf(found.target)).toMatchObject({ homeassistant: null, addons: [], folders: ['ssl'] });
  });

  test.each([
    ['none at all', 0],
    ['too little', 20],
    ['so much that it swallows the next part', 2048],
    ['more than the file has', 1_000_000],
  ])('a size that lies: %s', async (_, size) => {
    const before = await readFile(await world.write('whole.tar', whole));
    claim('core_ssh', size);
    const found = await salvage(await world.write('a.tar', whole));
    expect(named(found)).toEqual(all);
    expect(found.lost).toEqual([]);
    const made = (await readFile(found.target)).indexOf(parts.core_ssh);
    expect(made).toBeGreaterThan(0);
    expect((await checked(found.target)).parts).toContainEqual({ name: 'core_ssh', size: parts.core_ssh.length });
    expect(before.includes(parts.core_ssh)).toBe(true);
  });

  test('no table of contents: one is made of what the parts and the name of the file say', async () => {
    whole.fill(0, 0, headerOf('homeassistant'));
    const file = await world.write('Automatic_backup_abcd1234.tar', whole);
    const found = await salvage(file);
    expect(found).toMatchObject({ id: 'abcd1234', version: '2026.11.1', contents: 'made', versionUnknown: [] });
    expect(await jsonOf(found.target)).toMatchObject({
      slug: 'abcd1234',
      homeassistant: { version: '2026.11.1' },
      folders: ['ssl'],
      addons: [{ slug: 'core_ssh', name: 'SSH', version: '9.0' }],
      protected: false,
    });
    expect((await checked(found.target)).defects).toEqual([]);
  });

  test('no table of contents, and a name that tells nothing: the ID is new, or what the user says', async () => {
    whole.fill(0x20, 600, 900);
    const file = await world.write('backup.tar', whole);
    const found = await salvage(file);
    expect(found).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{8}$/) as string, contents: 'made' });
    expect((await checked(found.target)).defects).toEqual([]);
    const other = await world.write('other.tar', whole);
    expect(await salvage(other)).toMatchObject({ id: found.id });
    const third = await world.write('third.tar', whole);
    expect(await salvage(third, { id: '0badcafe' })).toMatchObject({ id: '0badcafe', contents: 'made' });
  });

  test('nothing intact: no file', async () => {
    const file = await world.write('a.tar', whole.subarray(0, headerOf('homeassistant') + 600));
    expect((await failure(salvage(file))).code).toBe('salvage.nothing-intact');
    const page = await world.write('page.tar', Buffer.from('<!doctype html><html></html>'));
    expect((await failure(salvage(page))).code).toBe('archive.not-archive');
    expect(await readdir(world.folder)).not.toContain('out');
  });

  test('what is there already is not overwritten', async () => {
    const file = await world.write('a.tar', whole);
    const { target } = await salvage(file);
    expect((await failure(salvage(file))).code).toBe('restore.target-exists');
    await rm(target);
    await salvage(file);
    expect(await world.there()).toEqual(['a-salvaged.tar']);
  });
});

describe('encrypted ones', () => {
  test.each(['sup_v2', 'sup_v3'])('%s, torn: with the key by content, without it by structure', async (name) => {
    const bytes = await readFile(join(fixtures, `archives/${name}.tar`));
    const torn = await world.write('torn.tar', bytes.subarray(0, bytes.indexOf('./backup.json') - 512));
    const told = { id: 'abcd1234', haVersion: '2026.11.1' };
    const found = await salvage(torn, { ...withKey, ...told });
    expect(found.parts.slice(0, 2)).toMatchObject([
      { name: 'homeassistant', proof: 'content' },
      { name: 'core_ssh', proof: 'content' },
    ]);
    expect(await checked(found.target)).toMatchObject({ protected: true, slug: 'abcd1234' });
    await rm(found.target);
    const unproven = await salvage(torn, told);
    expect(new Set(unproven.parts.map(({ proof }) => proof))).toEqual(new Set(['structure']));
  });

  test('a flipped bit is found with the key alone', async () => {
    const bytes = await readFile(join(fixtures, 'archives/sup_v3.tar'));
    bytes[50_000] = (bytes[50_000] ?? 0) ^ 1;
    const file = await world.write('flipped.tar', bytes);
    const found = await salvage(file, withKey);
    expect(found.lost).toEqual([{ name: 'homeassistant', cause: 'damaged' }]);
    expect(await jsonOf(found.target)).toMatchObject({ homeassistant: null, protected: true });
    await rm(found.target);
    expect((await salvage(file)).lost).toEqual([]);
  });

  test.each(['ha-real/2025.1.4', 'ha-os/2025.1.4', 'ha-real/2026.11.0', 'ha-os/2026.11.0'])(
    '%s is whole again',
    async (recorded) => {
      const keys = (): Promise<string[]> => Promise.resolve(['TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST']);
      const found = await salvage(join(fixtures, recorded, 'protected.tar'), { keys });
      expect(new Set(found.parts.map(({ proof }) => proof))).toEqual(new Set(['content']));
      expect(found).toMatchObject({ lost: [], contents: 'kept', problems: [] });
      expect(await checked(found.target)).toMatchObject({ protected: true });
    },
  );
});
