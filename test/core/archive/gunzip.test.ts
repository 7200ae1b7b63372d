import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gunzip } from '../../../src/core/archive/open/gunzip.ts';

const inPieces = async function* (bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += length) yield Buffer.from(bytes.subarray(at, at + length));
};

const lengthOf = async (bytes: Buffer, piece: number): Promise<number> => {
  let length = 0;
  for await (const plain of gunzip(inPieces(bytes, piece))) length += plain.length;
  return length;
};

const [zeros, noise] = [gzipSync(Buffer.alloc(4_000_000)), gzipSync(randomBytes(3000))];

test.each([1000, 1001, 1500, 2900, 100_000])('gzip files behind each other, in pieces of %i bytes', async (piece) => {
  const all = Buffer.concat([zeros, noise, zeros, noise, noise]);
  expect(await lengthOf(all, piece)).toBe(2 * 4_000_000 + 3 * 3000);
});

test('wherever a piece ends near the end of the data', async () => {
  for (let behind = 1; behind <= 12; behind += 1) {
    expect([behind, await lengthOf(noise, noise.length - behind)]).toEqual([behind, 3000]);
    expect([behind, await lengthOf(zeros, zeros.length - behind)]).toEqual([behind, 4_000_000]);
  }
});
