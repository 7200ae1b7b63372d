import { execa } from 'execa';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SettingsJsonFile } from '../../../src/adapters/settings-file.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { keyOf } from '../../../src/core/icloud/cache-key.ts';
import { checkConfig } from '../../../src/core/icloud/config-file.ts';
import { FetchDoubts } from '../../../src/core/icloud/fetch-doubts.ts';
import { ManifestCache } from '../../../src/core/icloud/manifest-cache.ts';
import { buildIndexName } from '../../../src/core/domain/names.ts';
import { manifestText } from '../../../src/core/domain/manifest-bounds.ts';
import { repairGates } from '../../../src/core/state/gates-repair.ts';
import { gatesSchema, openGates, type Gates } from '../../../src/core/state/gates.ts';
import { History } from '../../../src/core/state/history.ts';
import { JsonFile } from '../../../src/core/state/json-file.ts';
import { lastLookSchema, shorterLooks, type LastLook } from '../../../src/core/state/last-look.ts';
import { readOwnText, smallFileBytes } from '../../../src/core/state/small-file.ts';
import { stopFileOf, watchForStop } from '../../../src/core/state/stop-request.ts';
import { Staging } from '../../../src/core/sync/staging.ts';
import { aManifest, now } from '../../support/domain-builders.ts';

const gibibyte = 1024 ** 3;
const home = keyOf('Home');
const note = manifestText(aManifest());
const listed = { name: 'a.manifest.json', id: 'FILE::a', size: Buffer.byteLength(note), modifiedMs: 1 };
const index = { name: buildIndexName('a1b2c3', '000001'), id: 'FILE::i', size: 10, modifiedMs: 1 };
const keyOfFile = ({ name, id, size }: typeof listed): string => keyOf(name, id, size);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'every-small-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const quiet = (): void => undefined;
const gates = (): JsonFile<Gates> =>
  new JsonFile(at('gates.json'), gatesSchema, openGates, quiet, { repair: (content) => repairGates(content, now) });
const lastLook = (): JsonFile<LastLook> =>
  new JsonFile(at('last-look.json'), lastLookSchema, () => ({}), quiet, { shorter: shorterLooks });
const listing = async (): Promise<void> => {
  const cache = new ManifestCache(folder, () => now);
  const fetchMany = async (names: readonly string[], into: string): Promise<void> => {
    for (const name of names) await writeFile(join(into, name), name === listed.name ? note : '');
  };
  const read = async () => (await cache.read('Home', [listed, index], fetchMany)).manifests.get(listed.name);
  // What was spoilt is fetched again with the next look at the latest.
  await read();
  expect(await read()).toMatchObject({ backupId: aManifest().backupId });
};

/** The process with the run lock reads it once. */
const heardNothing = async (lock: string): Promise<void> => {
  const watch = watchForStop(lock, { pid: 1, since: 'x' }, 1);
  const text = await readOwnText(stopFileOf(lock));
  watch.end();
  expect([watch.stopped.aborted, text === undefined || text.length < smallFileBytes]).toEqual([false, true]);
};

/** Each small file of the program, and what is done with it: read, and where it may be lost, written again. */
const files: readonly (readonly [name: string, use: () => Promise<unknown>])[] = [
  [
    'gates.json',
    async () => {
      await gates().update((current) => ({ ...current, pruning: ['x'] }));
      expect((await gates().read()).pruning).toEqual(['x']);
    },
  ],
  [
    'last-look.json',
    async () => {
      await lastLook().update((look) => ({ ...look, orderedBackup: now.toISOString() }));
      expect(await lastLook().read()).toEqual({ orderedBackup: now.toISOString() });
    },
  ],
  [
    'history.jsonl',
    async () => {
      const entry = { kind: 'sign-in', at: now.toISOString(), what: 'completed' } as const;
      await new History(at('history.jsonl')).add(entry);
      expect((await new History(at('history.jsonl')).read()).entries).toEqual([entry]);
    },
  ],
  ['settings.json', () => new SettingsJsonFile(folder).read()],
  [
    'staging/b1.json',
    async () => {
      const staging = new Staging(at('staging'), () => Promise.resolve(gibibyte));
      expect(await staging.leftover('b1')).toBeUndefined();
      await staging.drop('b1');
    },
  ],
  [
    `${home}.doubts.json`,
    async () => {
      await (await FetchDoubts.load(at(`${home}.doubts.json`), now)).note(new Set(['x']), new Set(['x']));
      expect((await FetchDoubts.load(at(`${home}.doubts.json`), now)).mayTry('x')).toBe(false);
      await rm(at(`${home}.doubts.json`));
    },
  ],
  [`${home}/${keyOfFile(listed)}`, listing],
  [`${home}/${'0'.repeat(40)}`, listing],
  [`${home}.indexes/${keyOfFile(index)}`, listing],
  [`${home}.indexes/${'0'.repeat(40)}`, listing],
  ['rclone.conf', () => checkConfig(at('rclone.conf'))],
  ['run.lock.stop', () => heardNothing(at('run.lock'))],
];

const garbage = Buffer.from(Array.from({ length: 5_000 }, (_, byte) => (byte * 31) % 251));
const shapes: readonly (readonly [what: string, make: (path: string) => Promise<unknown>])[] = [
  ['a gigabyte of nothing', (path) => writeFile(path, '').then(() => truncate(path, gibibyte))],
  ['a folder', (path) => mkdir(path)],
  ['a folder with something in it', (path) => mkdir(join(path, 'in'), { recursive: true })],
  ['a pipe that nobody writes to', (path) => execa('mkfifo', [path])],
  ['a link to itself', (path) => symlink(path, path)],
  ['a link to a device without an end', (path) => symlink('/dev/zero', path)],
  ['garbage', (path) => writeFile(path, garbage)],
  ['JSON that was cut off', (path) => writeFile(path, '{"a":[1,2,{"b":"')],
  ['JSON of another shape', (path) => writeFile(path, '[[[[{"tokensRefused":7}]]]]')],
  ['an empty file', (path) => writeFile(path, '')],
  ['zeros, as a power cut leaves them', (path) => writeFile(path, Buffer.alloc(listed.size))],
];

/** What is no file at all is the user's to look at; the rest, and everything in the cache, ends in a fresh start. */
const noFile = shapes.slice(1, 6).map(([what]) => what);
const coded: Readonly<Record<string, readonly string[]>> = {
  'gates.json': noFile,
  'last-look.json': noFile,
  'settings.json': noFile,
  'rclone.conf': shapes.slice(0, 6).map(([what]) => what),
};

describe.skipIf(process.platform === 'win32').each(files)('%s', (name, use) => {
  test.each(shapes)('%s in its place', async (what, make) => {
    await mkdir(dirname(at(name)), { recursive: true });
    await make(at(name));
    const before = process.memoryUsage.rss();
    const ended = await use().then(
      () => 'used',
      (error: unknown) => (error instanceof AppError ? 'coded' : error),
    );
    expect(ended).toBe(coded[name]?.includes(what) ? 'coded' : 'used');
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 ** 2);
  });
});

describe('what is written can be read again', () => {
  const manifests = (count: number, addons: number): NonNullable<LastLook['cloud']>['stored'] =>
    Array.from({ length: count }, (_, number) => {
      const manifest = aManifest({
        backupId: `b${number}`,
        addons: Array.from({ length: addons }, (_, app) => `a0d7b954_application_${app}`),
      });
      return { manifest, manifestName: manifest.archive.replace('.tar', '.manifest.json') };
    });
  const cloudOf = (stored: NonNullable<LastLook['cloud']>['stored']): NonNullable<LastLook['cloud']> => ({
    at: now.toISOString(),
    folder: 'Home (a1b2c3d4)',
    complete: true,
    stored,
    damaged: [],
    tombstones: [],
    unconfirmed: [],
    unreadable: [],
    unfetched: [],
    storedByNewer: [],
    removedByNewer: [],
  });

  test.each([
    ['10,000 backups with a few apps', 10_000, 3, 10_000, 3],
    ['10,000 backups with 60 apps each', 10_000, 60, 10_000, 0],
    ['more than any account has', 20_000, 60, undefined, undefined],
  ])('a look at %s', async (_, count, addons, kept, keptAddons) => {
    const written = await lastLook().update(() => ({
      orderedBackup: now.toISOString(),
      cloud: cloudOf(manifests(count, addons)),
    }));
    const read = await lastLook().read();
    expect(read).toEqual(written);
    expect(read.orderedBackup).toBe(now.toISOString());
    expect(read.cloud?.stored.length).toBe(kept);
    expect(read.cloud?.stored[0]?.manifest.addons.length).toBe(keptAddons);
  });

  test('a history of names without end', async () => {
    const history = new History(at('history.jsonl'));
    const long = 'n'.repeat(1024 * 1024);
    for (let number = 0; number < 20; number += 1)
      await history.add({
        kind: 'backup',
        at: now.toISOString(),
        what: 'stored',
        instance: 'i',
        backupId: long,
        name: long,
      });
    const { entries, broken } = await history.read();
    expect([entries.length, broken]).toEqual([20, 0]);
    expect(JSON.stringify(entries).length).toBeLessThan(20 * 1000);
  });

  test('and what could not be read is not written, in place of what can', async () => {
    const file = gates();
    await file.update((current) => ({ ...current, pruning: ['kept'] }));
    const tooMuch = ['n'.repeat(smallFileBytes)];
    await expect(file.update((current) => ({ ...current, pruning: tooMuch }))).rejects.toMatchObject({
      code: 'disk.failed',
      facts: { system: 'EFBIG' },
    });
    expect((await gates().read()).pruning).toEqual(['kept']);
  });
});
