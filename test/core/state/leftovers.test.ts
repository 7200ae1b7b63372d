import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProcessTable } from '../../../src/core/ports/network.ts';
import { smallFileBytes } from '../../../src/core/state/small-file.ts';
import { writeFileAtomically, writerOf } from '../../../src/core/state/json-file.ts';
import { sweepLeftovers } from '../../../src/core/state/leftovers.ts';

const living = 4711;
const dead = 4712;
const processes: ProcessTable = {
  self: { pid: living, started: 'then' },
  startOf: (pid) => Promise.resolve(pid === living ? 'then' : undefined),
};
const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000);
const copy = 'Home_2026-11-21_0445_automatic_2026.11.2_57ab548c_d627aebd222a.tar';
const monthsAgo = new Date(Date.now() - 61 * 24 * 3_600_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leftovers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (name: string, at?: Date): Promise<void> => {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'text');
  if (at) await utimes(path, at, at);
};
const sweep = async (table = processes): Promise<number> => {
  const [data, staging, cache] = ['data', 'staging', 'cache'].map((name) => join(folder, name));
  const places = { data: data ?? '', staging: staging ?? '', cache: cache ?? '' };
  return await sweepLeftovers(places, { processes: table, instanceKeys: ['aaaa1111'], now: new Date() });
};
const left = async (): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

describe('after a program was killed', () => {
  test.each<[string, string, Date?]>([
    ['a text on its way out', 'cache/drive/outgoing/0123456789abcdef'],
    ['manifests on their way in', 'cache/drive/manifests/landing-x1y2z3/a.manifest.json'],
    ['half of a small file', `data/gates.json.${dead}-01234567.tmp`],
    ['half of a cached one', `cache/last-look.json.${dead}-01234567.tmp`],
    ['half of one by an earlier version', 'data/gates.json.01234567.tmp', twoHoursAgo],
    ['half of the settings', 'data/settings.json.tmp-1234567890abcdef', twoHoursAgo],
    ['an archive of a Home Assistant that was replaced', 'staging/bbbb2222/b1.part'],
    ['a whole copy that was being tested', `staging/tests/${copy}`],
    ['half of one that nobody went on with', `staging/tests/${copy}.partial`, monthsAgo],
    ['what was noted of it', `staging/tests/${copy}.partial.json`, monthsAgo],
  ])('%s is removed', async (_, name, at) => {
    await put(name, at);
    expect(await sweep()).toBe(1);
    expect(await left()).toEqual([]);
  });

  test.each<[string, string]>([
    ['what a living program writes', `data/gates.json.${living}-01234567.tmp`],
    ['what nobody knows the writer of, while it is young', 'data/settings.json.tmp-1234567890abcdef'],
    ['an archive of the Home Assistant that is set up', 'staging/aaaa1111/b1.part'],
    ['half of a copy whose test was interrupted', `staging/tests/${copy}.partial`],
    ['what is none of ours beside it', 'staging/tests/mine.tar'],
    ['a manifest that is known', 'cache/drive/manifests/0123456789/abcdef'],
    ['what is none of ours', 'staging/My files/notes.tmp'],
    ['every whole file', 'data/gates.json'],
    ['a file that was set aside', 'data/gates.json.broken'],
  ])('%s stays', async (_, name) => {
    await put(name);
    expect(await sweep()).toBe(0);
    expect(await left()).toHaveLength(1);
  });
});

test('nothing is removed where the system does not tell who lives', async () => {
  await put(`data/gates.json.${dead}-01234567.tmp`);
  expect(await sweep({ ...processes, startOf: () => Promise.reject(new Error('no answer')) })).toBe(0);
});

test('folders that do not exist yet have no leftovers', async () => {
  expect(await sweep()).toBe(0);
});

test('a file that is being written names its writer', async () => {
  const writing = writeFileAtomically(join(folder, 'state.json'), 'x'.repeat(smallFileBytes));
  let names: string[] = [];
  while (names.length === 0) names = await readdir(folder);
  await writing;
  expect(names.map(writerOf)).toEqual([process.pid]);
  expect(['state.json', 'state.json.01234567.tmp', '12.tmp'].map(writerOf)).toEqual([undefined, undefined, undefined]);
});
