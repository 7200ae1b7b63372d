import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ManifestState, RemoteFile } from '../../../src/core/domain/manifest.ts';
import { manifestText } from '../../../src/core/domain/manifest-bounds.ts';
import { buildIndexName, holdsBackups, isIndexName } from '../../../src/core/domain/names.ts';
import { ManifestCache, type FetchMany } from '../../../src/core/icloud/manifest-cache.ts';
import { entriesOf, indexCount, indexLimit, indexTexts, type IndexEntry } from '../../../src/core/icloud/note-index.ts';
import { aManifest } from '../../support/domain-builders.ts';

const count = 120;
const indexName = buildIndexName('a1b2c3', '000001');
const nameOf = (index: number): string => `b${index}.manifest.json`;
const textOf = (index: number, name = 'Backup'): string =>
  manifestText(aManifest({ backupId: `b${index}`, archive: `b${index}.tar`, name }));

let dir: string;
let computers: number;
let texts: Map<string, string>;
let changed: Map<string, Partial<RemoteFile>>;
let fetched: string[];
/** Listed, and not to be had. */
let missing: Set<string>;

const files = (): RemoteFile[] =>
  [...texts].map(([name, text]) => ({
    name,
    id: `FILE::${name}`,
    size: Buffer.byteLength(text),
    modifiedMs: 1_000,
    ...changed.get(name),
  }));
const fetchMany: FetchMany = async (names, into) => {
  fetched.push(...names);
  for (const name of names) if (!missing.has(name)) await writeFile(join(into, name), texts.get(name) ?? '');
};
/** A computer that never saw the folder. */
const newComputer = (): ManifestCache =>
  new ManifestCache(join(dir, String((computers += 1))), () => new Date('2026-11-21T12:00:00Z'));
const read = async (cache = newComputer()): Promise<ReadonlyMap<string, ManifestState>> => {
  fetched = [];
  return (await cache.read('Home', files(), fetchMany)).manifests;
};
const writeIndex = async (): Promise<void> => {
  const cache = newComputer();
  await read(cache);
  const [index] = await cache.newIndexes('Home', files());
  texts.set(indexName, index?.text ?? '');
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'manifest-index-'));
  computers = 0;
  texts = new Map();
  changed = new Map();
  missing = new Set();
  for (let index = 0; index < count; index += 1) texts.set(nameOf(index), textOf(index));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('index of manifests', () => {
  it('stands in for every manifest that is still as it was, and is fetched once', async () => {
    const whole = await read();
    await writeIndex();
    const cache = newComputer();
    expect(await read(cache)).toEqual(whole);
    expect(fetched).toEqual([indexName]);
    expect(await read(cache)).toEqual(whole);
    expect(fetched).toEqual([]);
  });

  it('is not written for few, nor twice for the same, nor where one could not be read', async () => {
    const cache = newComputer();
    await read(cache);
    expect(await cache.newIndexes('Home', files())).toHaveLength(1);
    expect(await cache.newIndexes('Home', files().slice(0, 99))).toEqual([]);
    await writeIndex();
    missing.add(indexName);
    await read(cache);
    expect(await cache.newIndexes('Home', files())).toEqual([]);
    missing.clear();
    const other = newComputer();
    await read(other);
    expect(await other.newIndexes('Home', files())).toEqual([]);
  });

  it('never has more of them written than are read', async () => {
    const cache = newComputer();
    for (let index = 0; index < indexCount; index += 1)
      texts.set(buildIndexName('a1b2c3', index.toString(16).padStart(6, '0')), 'x');
    await read(cache);
    expect(await cache.newIndexes('Home', files())).toEqual([]);
  });

  it.each<[string, Partial<RemoteFile>]>([
    ['id', { id: 'FILE::new' }],
    ['time', { modifiedMs: 2_000 }],
    ['length', { size: 3 }],
  ])('says nothing of a manifest whose %s is another one', async (_, change) => {
    await writeIndex();
    changed.set(nameOf(7), change);
    await read();
    expect(fetched.slice(0, 2)).toEqual([indexName, nameOf(7)]);
  });

  it('says nothing where the listing gives no times or no ids, or two files share a name', async () => {
    for (const change of [{ modifiedMs: undefined }, { id: '' }]) {
      changed = new Map([...texts.keys()].map((name) => [name, change as Partial<RemoteFile>]));
      const cache = newComputer();
      await read(cache);
      expect(await cache.newIndexes('Home', files())).toEqual([]);
    }
    changed.clear();
    const cache = newComputer();
    await read(cache);
    const twice = [...files(), ...files().map((file) => ({ ...file, id: `${file.id} 2` }))];
    expect(await cache.newIndexes('Home', twice)).toEqual([]);
  });

  it.each<[string, (text: string) => string]>([
    ['cut off', (text) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['a web page', () => '<html>Sign in</html>'],
    ['one endless line of brackets', () => '['.repeat(indexLimit)],
    ['nothing but line ends', () => '\n'.repeat(indexLimit)],
    ['bigger than any', (text) => text + ' '.repeat(indexLimit)],
    ['about no manifests', (text) => text.replaceAll('schema', 'SCHEMA')],
    ['about other archives', (text) => text.replaceAll(/"archive\\": \\"b/g, '"archive\\": \\"c')],
    ['of other lengths', (text) => text.replaceAll(/"size":(\d)/g, '"size":1$1')],
    ['of a later kind', (text) => text.replaceAll('"text":', '"words":')],
    ['of numbers', () => '1\n'.repeat(10_000)],
  ])('that is %s costs itself alone', async (_, broken) => {
    const whole = await read();
    await writeIndex();
    texts.set(indexName, broken(texts.get(indexName) ?? ''));
    expect(await read()).toEqual(whole);
  });

  it('that is full of lines that are none is given up, and what it tells twice counts as it was told first', async () => {
    await writeIndex();
    const good = texts.get(indexName) ?? '';
    const [first = ''] = good.split('\n');
    const entries = (odd: number): number => [...entriesOf(`${'{\n'.repeat(odd)}${good}`)].length;
    expect([entries(99), entries(100)]).toEqual([count, 0]);
    texts.set(indexName, `${good}${first.replaceAll('Backup', 'Forged')}\n`);
    expect((await read()).get(nameOf(0))).toMatchObject({ name: 'Backup' });
  });

  it('that cannot be had costs itself alone', async () => {
    const whole = await read();
    await writeIndex();
    missing.add(indexName);
    const cache = newComputer();
    expect(await read(cache)).toEqual(whole);
    expect(await read(cache)).toEqual(whole);
    // A pause, as with any file that could not be had.
    expect(fetched).toEqual([]);
  });

  it('is no backup, no manifest and no marker by its name', () => {
    expect([isIndexName(indexName), holdsBackups([indexName])]).toEqual([true, false]);
    for (const name of [
      'index.jsonl',
      'instance.json',
      'index-a1b2c3000001.manifest.json',
      '../index-a1b2c3000001.jsonl',
    ])
      expect(isIndexName(name)).toBe(false);
  });

  it('keeps the limit by which it is read, and every entry that has room', () => {
    const entry = fc.record({
      name: fc.string({ maxLength: 60 }),
      id: fc.string({ minLength: 1, maxLength: 60 }),
      size: fc.nat(),
      modifiedMs: fc.nat(),
      text: fc.integer({ min: 0, max: 200_000 }).map((length) => '"'.repeat(length)),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 20 }), (entries: IndexEntry[]) => {
        const written = indexTexts(entries);
        for (const { text } of written) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(indexLimit);
        expect(written.flatMap((one) => one.entries)).toEqual(entries);
        expect(written.flatMap(({ text }) => text.trimEnd().split('\n')).filter((line) => line !== '')).toEqual(
          entries.map((one) => JSON.stringify(one)),
        );
      }),
      { numRuns: 25 },
    );
  });
});
