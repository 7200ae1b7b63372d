import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatMoment,
  formatUntil,
  plural,
} from '../../../src/shared/words/format.ts';

describe('sizes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [99_949, '99.9 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [16_777_216, '16.8 MB'],
    [1_234_567_890, '1.2 GB'],
    [123_456_789_012, '123 GB'],
    [5e15, '5000 TB'],
    [-1, 'an unknown size'],
    [Number.NaN, 'an unknown size'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });
});

const s = 1000;
const min = 60 * s;
const h = 60 * min;
const day = 24 * h;

describe('times', () => {
  it.each([
    [-5, '0 s'],
    [59 * s, '59 s'],
    [min, '1 min'],
    [59 * min, '59 min'],
    [h, '1 h'],
    [47 * h, '47 h'],
    [2 * day, '2 days'],
    [30 * day + h, '30 days'],
  ])('%d ms are %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  it('never promises or dates back more than there is', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    const ago = (ms: number): Date => new Date(now.getTime() - ms);
    expect(formatAge(ago(3 * h + 59 * min), now)).toBe('3 h ago');
    expect(formatAge(ago(-20 * min), now)).toBe('just now');
    expect(formatUntil(ago(-20 * h), now)).toBe('in 20 h');
    expect(formatUntil(ago(5), now)).toBe('now');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * day }), (ms) => {
        expect(formatAge(ago(ms), now)).toMatch(/^(just now|\d+ (s|min|h|days) ago)$/);
      }),
    );
  });

  it('shows a moment in the time zone of the reader', () => {
    expect(formatMoment('2026-11-21T23:05:00Z', 'Europe/Berlin')).toBe('22 Nov, 00:05');
    expect(formatMoment('soon')).toBeUndefined();
  });

  it('counts', () => {
    expect([plural(1, 'day'), plural(0, 'day'), plural(2, 'copy', 'copies')]).toEqual(['1 day', '0 days', '2 copies']);
  });
});
