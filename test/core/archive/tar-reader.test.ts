import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TarError, TarReader, type TarMember } from '../../../src/core/archive/tar-reader.ts';
import { buildTar, paxRecord, tarEntry, tarHeader } from '../../support/tar-builder.ts';

const readAll = (chunks: Iterable<Uint8Array>, wanted = 16): { members: TarMember[]; heads: Map<string, Buffer> } => {
  const members: TarMember[] = [];
  const heads = new Map<string, Buffer>();
  const reader = new TarReader({
    begin: (member) => {
      members.push(member);
      return wanted;
    },
    head: (member, bytes) => heads.set(member.name, bytes),
  });
  for (const chunk of chunks) reader.push(chunk);
  reader.finish();
  return { members, heads };
};

const faultOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof TarError) return error.fault;
    throw error;
  }
  return 'none';
};

const slices = (bytes: Buffer, at: readonly number[]): Buffer[] => {
  const cuts = [0, ...[...new Set(at.map((n) => n % (bytes.length + 1)))].sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
};

describe('TarReader', () => {
  test('finds the same members however the bytes are cut', () => {
    const entry = fc.record({
      name: fc.stringMatching(/^[a-z]{1,20}\.tar\.gz$/),
      content: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
      sizeAs: fc.constantFrom('octal', 'base-256', 'pax'),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), fc.array(fc.nat(), { maxLength: 12 }), (entries, cuts) => {
        const { members } = readAll(slices(buildTar(entries), cuts));
        expect(members).toEqual(entries.map(({ name, content }) => ({ name, size: content.length })));
      }),
    );
  });

  test('hands over the first bytes of a member and no more', () => {
    const content = Buffer.from('0123456789abcdefghij');
    const { heads } = readAll([buildTar([{ name: './a', content }])], 16);
    expect(heads.get('a')?.toString()).toBe('0123456789abcdef');
  });

  // Octal ends at 8 GiB - 1: that is why the other two ways exist.
  test.each(['base-256', 'pax'] as const)('walks past a member of more than 8 GiB, size in %s', (sizeAs) => {
    const size = 9 * 1024 ** 3 + 512;
    const slab = Buffer.alloc(64 * 1024 * 1024);
    const chunks = function* (): Iterable<Buffer> {
      yield tarEntry({ name: 'big.tar', content: Buffer.alloc(0), size, sizeAs });
      for (let left = size; left > 0; left -= slab.length) yield slab.subarray(0, Math.min(left, slab.length));
      yield buildTar([{ name: 'after', content: Buffer.from('x') }]);
    };
    expect(readAll(chunks(), 0).members.map(({ name, size: bytes }) => [name, bytes])).toEqual([
      ['big.tar', size],
      ['after', 1],
    ]);
  });

  test('a PAX path and a GNU long name replace the name in the header', () => {
    const long = `${'d/'.repeat(80)}part.tar.gz`;
    const pax = Buffer.from(paxRecord('path', long));
    const viaPax = Buffer.concat([
      tarEntry({ name: 'x', content: pax, type: 'x' }),
      tarEntry({ name: 'short', content: Buffer.from('1') }),
    ]);
    const gnu = tarEntry({ name: '././@LongLink', content: Buffer.from(`${long}\0`), type: 'L' });
    const viaGnu = Buffer.concat([gnu, tarEntry({ name: 'short', content: Buffer.from('1') })]);
    for (const bytes of [viaPax, viaGnu]) {
      expect(readAll([bytes, Buffer.alloc(1024)]).members).toEqual([{ name: long, size: 1 }]);
    }
  });

  test('folders are passed over', () => {
    expect(readAll([buildTar([{ name: 'dir/', content: Buffer.alloc(0), type: '5' }])]).members).toEqual([]);
  });

  const whole = buildTar([
    { name: 'a', content: Buffer.alloc(700, 1) },
    { name: 'b', content: Buffer.alloc(3, 2) },
  ]);

  test('every truncation is found', () => {
    for (let length = 0; length < whole.length; length += 1) {
      expect([length, faultOf(() => readAll([whole.subarray(0, length)]))]).toEqual([length, 'cut-short']);
    }
  });

  test.each([
    [
      'a flipped bit in a header',
      Buffer.concat([Buffer.from([whole[0] === 0 ? 1 : 0]), whole.subarray(1)]),
      'bad-header',
    ],
    ['a single zero block before more members', Buffer.concat([Buffer.alloc(512), whole]), 'data-after-end'],
    ['something behind the end', Buffer.concat([whole, Buffer.from('x')]), 'data-after-end'],
    ['a whole block behind the end', Buffer.concat([whole, Buffer.alloc(512, 7)]), 'data-after-end'],
    ['an extended header of absurd size', tarHeader('x', 2 * 1024 * 1024, 'x'), 'bad-header'],
    [
      'a PAX record that lies about its length',
      tarEntry({ name: 'x', content: Buffer.from('99 size=1\n'), type: 'x' }),
      'bad-header',
    ],
  ])('%s is a fault', (_, bytes, fault) => {
    expect(faultOf(() => readAll([bytes]))).toBe(fault);
  });
});
