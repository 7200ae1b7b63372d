import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, formatDay, formatLongDay, formatMoment, formatWhen } from '../../../src/messages/dates.ts';
import { formatAge, formatBytes, formatDuration, formatUntil, plural } from '../../../src/messages/format.ts';

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
    [5e15, '5,000 TB'],
    [-1, '?'],
    [Number.NaN, '?'],
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
    [-5, '0 seconds'],
    [59 * s, '59 seconds'],
    [min, '1 minute'],
    [59 * min, '59 minutes'],
    [h, '1 hour'],
    [47 * h, '47 hours'],
    [2 * day, '2 days'],
    [30 * day + h, '30 days'],
  ])('%d ms are %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });

  it('never promises or dates back more than there is', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    const ago = (ms: number): Date => new Date(now.getTime() - ms);
    expect(formatAge(ago(3 * h + 59 * min), now)).toBe('3 hours ago');
    expect(formatAge(ago(-20 * min), now)).toBe('just now');
    expect(formatUntil(ago(-20 * h), now)).toBe('in 20 hours');
    expect(formatUntil(ago(5), now)).toBe('now');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 * day }), (ms) => {
        expect(formatAge(ago(ms), now)).toMatch(/^(just now|\d+ (second|minute|hour|day)s? ago)$/);
      }),
    );
  });

  it('shows a moment in the time zone of the reader', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(formatMoment('2026-11-21T23:05:00Z', now, 'Europe/Berlin')).toBe('22 Nov, 00:05');
    expect(formatMoment('soon', now)).toBeUndefined();
  });

  it.each([
    ['2026-01-01T00:00', '2026-12-31T23:00', '1 Jan, 00:00', '1 January', 'Thursday 1 January', '1 Jan'],
    [
      '2027-11-21T14:05',
      '2026-11-21T12:00',
      '21 Nov 2027, 14:05',
      '21 November 2027',
      'Sunday, 21 November 2027',
      '21 Nov 2027',
    ],
    [
      '2025-11-21T14:05',
      '2026-11-21T12:00',
      '21 Nov 2025, 14:05',
      '21 November 2025',
      'Friday, 21 November 2025',
      '21 Nov 2025',
    ],
    [
      '2027-01-09T09:00',
      '2026-12-31T12:00',
      '9 Jan 2027, 09:00',
      '9 January 2027',
      'Saturday, 9 January 2027',
      '9 Jan 2027',
    ],
    // The day after and the week after need no year where they are named by their day.
    [
      '2027-01-01T00:00',
      '2026-12-31T23:59',
      '1 Jan 2027, 00:00',
      '1 January 2027',
      'Friday, 1 January 2027',
      'tomorrow',
    ],
    ['2027-01-04T00:00', '2026-12-31T23:59', '4 Jan 2027, 00:00', '4 January 2027', 'Monday, 4 January 2027', 'Monday'],
  ])('shows the year of %s only where it is not that of %s', (moment, at, short, day, long, date) => {
    const now = new Date(at);
    expect([
      formatMoment(moment, now),
      formatDay(moment, now),
      formatLongDay(moment.slice(0, 10), now),
      formatDate(moment, now),
    ]).toEqual([short, day, long, date]);
    expect(formatWhen(moment, now)).toContain(date);
  });

  it('takes the year from the time zone of the reader', () => {
    const [eve, now] = ['2026-12-31T23:30:00Z', new Date('2026-12-31T12:00:00Z')];
    expect(formatMoment(eve, now, 'UTC')).toBe('31 Dec, 23:30');
    expect(formatMoment(eve, now, 'Europe/Berlin')).toBe('1 Jan 2027, 00:30');
  });

  it('counts', () => {
    expect([
      plural(1, { one: 'day', other: 'days' }),
      plural(0, { one: 'day', other: 'days' }),
      plural(2, { one: 'copy', other: 'copies' }),
    ]).toEqual(['1 day', '0 days', '2 copies']);
  });
});
