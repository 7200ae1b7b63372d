import { describe, expect, test } from 'vitest';
import { judgeHistory } from '../../../src/core/proof/history.ts';

const at = (text: string): number => Date.parse(text) / 1000;

describe('the history of a backup', () => {
  test.each([
    ['as new as it', '2026-11-21T12:00:00Z', '2026-11-21T12:00:00+00:00', 'fine'],
    ['newer: the database is copied after the date was taken', '2026-11-21T12:05:00Z', '2026-11-21T12:00:00Z', 'fine'],
    ['a day old to the second', '2026-11-20T12:00:00Z', '2026-11-21T12:00:00Z', 'fine'],
    ['a second more', '2026-11-20T11:59:59Z', '2026-11-21T12:00:00Z', 'old-history'],
    ['23 hours old, by a clock ahead of UTC', '2026-11-20T11:30:00Z', '2026-11-21T12:00:00+01:30', 'fine'],
    ['25 hours old, by a clock behind UTC', '2026-11-20T12:30:00Z', '2026-11-21T09:00:00-04:30', 'old-history'],
    ['23 hours old, in the short form of an offset', '2026-11-20T11:30:00Z', '2026-11-21T12:00:00.123456+0130', 'fine'],
    ['without an offset: UTC', '2026-11-20T11:59:59Z', '2026-11-21T12:00:00', 'old-history'],
    ['a day alone', '2026-11-20T00:00:00Z', '2026-11-21', 'fine'],
    ['of a date that is none', '2001-01-01T00:00:00Z', 'yesterday', 'fine'],
    ['without a date', '2001-01-01T00:00:00Z', undefined, 'fine'],
  ])('%s', (_, newest, date, verdict) => {
    expect(judgeHistory(at(newest), date)).toBe(verdict);
  });

  test('is not there', () => expect(judgeHistory(null, '2026-11-21T12:00:00Z')).toBe('no-history'));
});
