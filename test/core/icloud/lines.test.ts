import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, Tail } from '../../../src/core/icloud/lines.ts';

const split = (pieces: readonly string[]): string[] => {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return lines;
};

describe('LineSplitter', () => {
  it('gives the same lines however the text was cut', () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '{') })).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, fc.array(fc.nat(8)), (whole, lengths) => {
        const pieces: string[] = [];
        let rest = whole;
        for (const length of lengths) {
          pieces.push(rest.slice(0, length));
          rest = rest.slice(length);
        }
        expect(split([...pieces, rest])).toEqual(split([whole]));
      }),
    );
  });

  it('keeps the last line without its end, and drops carriage returns', () => {
    expect(split(['one\r\ntwo\r', '\nthr', 'ee'])).toEqual(['one', 'two', 'three']);
    expect(split(['one\n\n'])).toEqual(['one', '']);
  });

  it('does not grow with a line that never ends', () => {
    const lines = split([...Array.from({ length: 100 }, () => 'x'.repeat(10_000)), '\nnext\n']);
    expect(lines.map((line) => line.length)).toEqual([64 * 1024, 4]);
  });
});

describe('Tail', () => {
  it('keeps the newest lines within its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 })), (lines) => {
        const tail = new Tail(50);
        for (const line of lines) tail.add(line);
        const kept = tail.toString();
        expect(kept.length).toBeLessThanOrEqual(50);
        expect(lines.join('\n').endsWith(kept)).toBe(true);
      }),
    );
  });

  it('cuts a line that is too long by itself', () => {
    const tail = new Tail(10);
    tail.add('before');
    tail.add('0123456789abcdef');
    expect(tail.toString()).toBe('0123456789');
  });
});
