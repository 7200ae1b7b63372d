import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { buildTar, paxRecord, tarEntry, tarHeader } from '../../support/tar-builder.ts';

/** The rule of the house: no input costs more. */
const mostMegabytes = 300;
const mostSeconds = 10;

const mebibyte = 1024 * 1024;
const end = Buffer.alloc(1024);
const gzip = Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), Buffer.alloc(50, 1)]);
const core = tarEntry({ name: 'homeassistant.tar.gz', content: gzip });
const jsonOf = (extra: string): Buffer =>
  tarEntry({
    name: 'backup.json',
    content: Buffer.from(`{"slug":"a","homeassistant":{"version":"2026.11.0"}${extra}}`),
  });
const pax = (content: Buffer): Buffer => tarEntry({ name: 'x', content, type: 'x' });

function* times(count: number, piece: (index: number) => Buffer): Iterable<Buffer> {
  for (let index = 0; index < count; index += 1) yield piece(index);
}

const numbered =
  (name: string) =>
  (index: number): Buffer =>
    tarHeader(`${name}${index}.tar.gz`, 0);
const sized = (size: bigint): Buffer => {
  const block = tarHeader('homeassistant.tar.gz', 0);
  block.writeBigInt64BE(size, 128);
  block.fill(size < 0n ? 0xff : 0, 124, 128);
  block[124] = size < 0n ? 0xff : 0x80;
  block.write('        ', 148);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
};

let program: BundledProgram;
let folder: string;
beforeAll(async () => {
  program = await bundleProgram(new URL('check-program.ts', import.meta.url));
  folder = await mkdtemp(join(tmpdir(), 'limits-'));
});
afterAll(async () => {
  await program.remove();
  await rm(folder, { recursive: true, force: true });
});

interface Cost {
  readonly code: string;
  readonly seconds: number;
  readonly megabytes: number;
  readonly answer: number;
}

const costOf = async (pieces: Iterable<Buffer>, holeBytes = 0): Promise<Cost> => {
  const path = join(folder, 'attack.tar');
  const file = await open(path, 'w');
  try {
    await file.write(Buffer.concat([...pieces]));
    if (holeBytes > 0) await file.truncate((await file.stat()).size + holeBytes);
  } finally {
    await file.close();
  }
  const { stdout } = await promisify(execFile)(process.execPath, [program.file, path], { maxBuffer: 64 * mebibyte });
  return JSON.parse(stdout) as Cost;
};

describe('what no archive may cost', () => {
  test.each<[what: string, pieces: () => Iterable<Buffer>, code: string, holeBytes?: number]>([
    [
      'extended headers of 1 MiB',
      () => times(63, () => pax(Buffer.from(paxRecord('path', 'n'.repeat(mebibyte))))),
      'archive.torn',
    ],
    [
      'names of 60 KiB',
      () => times(1000, () => pax(Buffer.from(paxRecord('path', 'n'.repeat(60_000))))),
      'archive.not-understood',
    ],
    [
      'GNU names of 60 KiB',
      () => times(1000, () => tarEntry({ name: 'x', content: Buffer.alloc(60_000, 'n'), type: 'L' })),
      'archive.not-understood',
    ],
    [
      'GNU link targets without end',
      () => times(1000, () => tarEntry({ name: 'x', content: Buffer.alloc(60_000, 'n'), type: 'K' })),
      'archive.not-understood',
    ],
    [
      'headers full of tiny records',
      () => times(100, () => pax(Buffer.from('6 a=b\n'.repeat(10_000)))),
      'archive.not-understood',
    ],
    ['small headers without end', () => times(20_000, () => pax(Buffer.from('6 a=b\n'))), 'archive.not-understood'],
    ['20,000 parts', () => [jsonOf(''), ...times(20_000, numbered('p')), end], 'archive.not-understood'],
    ['9,000 parts', () => [jsonOf(''), core, ...times(9_000, numbered('p')), end], 'defects'],
    [
      'a thousand names of 1,000 letters',
      () =>
        times(1_000, (index) =>
          Buffer.concat([pax(Buffer.from(paxRecord('path', `${'n'.repeat(990)}${index}.tar`))), tarHeader('x', 0)]),
        ),
      'archive.not-understood',
    ],
    [
      'a table of contents of 63 MB',
      () => [tarHeader('backup.json', 63 * mebibyte), ...times(63, () => Buffer.alloc(mebibyte, 0x20)), end],
      'archive.not-understood',
    ],
    [
      'one that is nested 250,000 deep',
      () => [jsonOf(`,"extra":${'['.repeat(250_000)}${']'.repeat(250_000)}`), core, end],
      'archive.not-understood',
    ],
    [
      'one with objects nested 150,000 deep',
      () => [jsonOf(`,"extra":${'{"":'.repeat(150_000)}0${'}'.repeat(150_000)}`), core, end],
      'archive.not-understood',
    ],
    [
      'one with half a million numbers',
      () => [jsonOf(`,"extra":[${'0,'.repeat(500_000)}0]`), core, end],
      'archive.not-understood',
    ],
    [
      'one with 340,000 empty lists',
      () => [jsonOf(`,"extra":[${'[],'.repeat(340_000)}[]]`), core, end],
      'archive.not-understood',
    ],
    [
      'one with 90,000 names',
      () => [jsonOf(`,"extra":{${Array.from({ length: 90_000 }, (_, n) => `"k${n}":1`).join()}}`), core, end],
      'archive.not-understood',
    ],
    [
      'one with 45,000 names',
      () => [jsonOf(`,"extra":{${Array.from({ length: 45_000 }, (_, n) => `"k${n}":1`).join()}}`), core, end],
      'good',
    ],
    [
      'one that promises 60,000 apps',
      () => [jsonOf(`,"addons":[${Array.from({ length: 60_000 }, (_, n) => `{"slug":"${n}"}`).join()}]`), core, end],
      'archive.not-understood',
    ],
    [
      'one that promises 20,000 apps',
      () => [jsonOf(`,"addons":[${Array.from({ length: 20_000 }, (_, n) => `{"slug":"${n}"}`).join()}]`), core, end],
      'archive.part-missing',
    ],
    [
      'one that promises 49,000 folders, all the same',
      () => [jsonOf(`,"folders":[${'"a",'.repeat(49_000)}"a"]`), core, end],
      'archive.part-missing',
    ],
    ['one with a string of a million quotes', () => [jsonOf(`,"extra":"${'\\"'.repeat(500_000)}"`), core, end], 'good'],
    [
      'one that ends inside of a string',
      () => [jsonOf(`,"extra":"${'\\'.repeat(1_000_000)}`), core, end],
      'archive.no-backup-json',
    ],
    ['128 MB of padding', () => [jsonOf(''), core, end], 'good', 128 * mebibyte],
    ['128 MB of nothing', () => [], 'archive.not-archive', 128 * mebibyte],
    [
      'a part of 128 MB that breaks off',
      () => [jsonOf(''), tarHeader('homeassistant.tar.gz', 2 ** 30)],
      'archive.torn',
      128 * mebibyte,
    ],
    ['a size of four exbibytes', () => [sized(2n ** 62n), end], 'archive.torn'],
    ['a size below zero', () => [sized(-1n), end], 'archive.torn'],
    ['a size in a notation of its own', () => [pax(Buffer.from(paxRecord('size', '1e3'))), core, end], 'archive.torn'],
    ['a file with holes', () => [jsonOf(''), tarHeader('homeassistant.tar.gz', 0, 'S'), end], 'archive.not-understood'],
    [
      'holes of the newer kind',
      () => [jsonOf(''), pax(Buffer.from(paxRecord('GNU.sparse.major', '1'))), core, end],
      'archive.not-understood',
    ],
  ])('%s', async (_, pieces, code, holeBytes) => {
    const cost = await costOf(pieces(), holeBytes);
    expect(cost.code).toBe(code);
    expect(cost.megabytes).toBeLessThan(mostMegabytes);
    expect(cost.seconds).toBeLessThan(mostSeconds);
    expect(cost.answer).toBeLessThan(mebibyte);
  });
});

describe('and what has to be read all the same', () => {
  test.each<[string, Buffer]>([
    [
      'a long link target between a long name and its entry',
      Buffer.concat([
        tarEntry({ name: 'x', content: Buffer.from('homeassistant.tar.gz\0'), type: 'L' }),
        tarEntry({ name: 'x', content: Buffer.from('target\0'), type: 'K' }),
        tarEntry({ name: 'short', content: gzip }),
      ]),
    ],
    [
      'a size in an extended header, with a long name behind it',
      Buffer.concat([
        pax(Buffer.from(paxRecord('size', String(gzip.length)))),
        tarEntry({ name: 'x', content: Buffer.from('homeassistant.tar.gz\0'), type: 'L' }),
        tarEntry({ name: 'short', content: gzip, sizeAs: 'octal' }),
      ]),
    ],
    ['a folder that claims a size, as old programs wrote it', Buffer.concat([tarHeader('.', 4096, '5'), core])],
  ])('%s', async (_, bytes) => {
    expect(await costOf([jsonOf(''), bytes, buildTar([])])).toMatchObject({ code: 'good' });
  });
});
