import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { proveHere } from '../../../src/adapters/prove-here.ts';
import { prove } from '../../../src/core/proof/prove.ts';
import type { CheckResult } from '../../../src/shared/status.ts';
import { checkHere } from '../../support/check-here.ts';
import { tarHeader, type Entry } from '../../support/tar-builder.ts';
import { placeOf, rebuild } from './archive-editor.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/ha-real/2026.11.0');
const [plain, sealed] = ['plain', 'protected'].map((name) => readFileSync(join(fixtures, `${name}.tar`))) as [
  Buffer,
  Buffer,
];
const key = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';

const folder = mkdtempSync(join(tmpdir(), 'undecided-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = async (bytes: Buffer, options: Parameters<typeof checkHere>[1] = {}): Promise<CheckResult> => {
  const file = join(folder, 'backup.tar');
  await writeFile(file, bytes);
  return await checkHere(file, options);
};
const held = ({ levels }: CheckResult): (boolean | null)[] => levels.map(({ holds }) => holds);

describe('what could not be told is not called damaged', () => {
  test('without the key', async () => {
    const found = await check(sealed);
    expect(held(found)).toEqual([true, null, null, null]);
    expect(found).toMatchObject({ verdict: 'good', level: 1, problem: null });
    expect(found.levels[1]?.problem?.code).toBe('proof.key-needed');
  });

  test('another key does not hold, and one of several is enough', async () => {
    expect(held(await check(sealed, { keys: ['ABCD-EFGH'] }))).toEqual([true, false, null, null]);
    expect(held(await check(sealed, { keys: ['ABCD-EFGH', ` ${key} `] }))).toEqual([true, true, true, true]);
  });

  test('a newer SecureTar', async () => {
    const newer = Buffer.from(sealed);
    newer[placeOf(sealed, 'homeassistant.tar.gz').offset + 9] = 4;
    const found = await check(newer, { keys: [key] });
    expect(held(found)).toEqual([true, null, null, null]);
    expect(found).toMatchObject({ verdict: 'defects', level: 1 });
  });

  test('a bomb ends early', async () => {
    const zeros = gzipSync(Buffer.alloc(256 * 1024 * 1024));
    const start = gzipSync(tarHeader('data/zeros', 6 * 1024 ** 3));
    // Gzip files behind each other are one.
    const bomb = await rebuild(plain, {
      how: 'plain',
      key,
      inside: { gzip: () => Buffer.concat([start, ...Array.from({ length: 24 }, () => zeros)]) },
    });
    const found = await check(bomb);
    expect(found.levels[2]?.problem).toMatchObject({ code: 'proof.undecided', facts: { why: 'bounds' } });
    expect(held(found)).toEqual([true, true, null, null]);
    expect(found.verdict).toBe('defects');
  });

  test('a registry that is too large', async () => {
    const large = (files: Entry[]): Entry[] =>
      files.map((file) =>
        file.name === 'data/.storage/core.entity_registry'
          ? { ...file, content: Buffer.alloc(65 * 1024 * 1024, ' ') }
          : file,
      );
    const found = await check(await rebuild(plain, { how: 'plain', key, inside: { files: large } }));
    expect(held(found)).toEqual([true, true, true, null]);
    expect(found).toMatchObject({ verdict: 'defects', level: 3 });
  });

  test('no room for the database', async () => {
    const tools = { freeBytes: () => Promise.resolve(1000), now: () => new Date() };
    const found = await check(plain, { prover: (order, signal) => prove(order, tools, signal) });
    expect(held(found)).toEqual([true, true, true, null]);
    expect(found.levels[3]?.problem).toMatchObject({ code: 'proof.undecided', facts: { why: 'room' } });
  });

  test('a level that nobody asked for', async () => {
    expect(held(await check(plain, { upTo: 3 }))).toEqual([true, true, true, null]);
  });

  test('a file that changed after it was hashed', async () => {
    const found = await check(plain, {
      prover: (order, signal) => proveHere({ ...order, modifiedMs: (order.modifiedMs ?? 0) - 1 }, signal),
    });
    expect(held(found)).toEqual([true, null, null, null]);
  });
});

test('a second gzip file behind the first is legal', async () => {
  const twice = await rebuild(plain, {
    how: 'plain',
    key,
    inside: { gzip: (gzip) => Buffer.concat([gzip, gzipSync(Buffer.alloc(0))]) },
  });
  expect(await check(twice)).toMatchObject({ verdict: 'good', level: 4 });
});

test('fewer than half of what was there is a doubt that names it', async () => {
  const before = { parts: 1, files: 23, configEntries: 30, devices: 2, entities: 100, database: 10_000 };
  const found = await check(plain, { prover: (order, signal) => proveHere({ ...order, before }, signal) });
  expect(found).toMatchObject({ verdict: 'defects', level: 3 });
  expect(found.defects).toEqual(['configEntries', 'entities'].map((part) => ({ kind: 'shrunk', part })));
});
