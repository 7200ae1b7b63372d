import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOfRanges,
  gapsBetween,
  inPieces,
  unbroken,
  withRange,
  type Range,
} from '../../../src/core/domain/ranges.ts';

const size = 60;
const range = fc
  .tuple(fc.nat(size - 1), fc.integer({ min: 1, max: size }))
  .map(([start, length]): Range => ({ start, end: Math.min(start + length, size) }));
const bytesIn = (ranges: readonly Range[]): boolean[] =>
  Array.from({ length: size }, (_, byte) => ranges.some(({ start, end }) => byte >= start && byte < end));
const joined = (ranges: readonly Range[]): readonly Range[] =>
  ranges.reduce<readonly Range[]>((all, one) => withRange(all, one), []);

describe('ranges', () => {
  it('that are added hold the bytes of all, each once, in order and apart', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
        const all = joined(ranges);
        expect(bytesIn(all)).toEqual(bytesIn(ranges));
        expect(bytesOfRanges(all)).toBe(bytesIn(ranges).filter(Boolean).length);
        all.slice(1).forEach(({ start }, index) => expect(start).toBeGreaterThan(all[index]?.end ?? size));
      }),
    );
  });

  it('and what is missing make the whole', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), fc.integer({ min: 1, max: size + 5 }), (ranges, pieceBytes) => {
        const all = joined(ranges);
        const gaps = gapsBetween(all, size);
        expect(bytesIn(gaps)).toEqual(bytesIn(all).map((isThere) => !isThere));
        const pieces = inPieces(gaps, pieceBytes);
        expect(bytesIn(pieces)).toEqual(bytesIn(gaps));
        for (const { start, end } of pieces) expect([end > start, end - start <= pieceBytes]).toEqual([true, true]);
        expect(bytesOfRanges(pieces)).toBe(bytesOfRanges(gaps));
        const firstGap = bytesIn(all).indexOf(false);
        expect(unbroken(all)).toBe(firstGap < 0 ? size : firstGap);
      }),
    );
  });
});
