import { describe, expect, test } from 'vitest';
import { isAppSpecificPassword } from '../../../src/shared/icloud/apple-password.ts';
import { keptCopies } from '../../../src/shared/kept-copies.ts';
import { isSignInOver, pauseOf } from '../../../src/shared/status-rules.ts';

test.each([
  ['abcd-efgh-ijkl-mnop', true],
  ['ABCD-efgh-ijkl-mnop', true],
  [' abcd-efgh-ijkl-mnop\n', true],
  ['abcd-efgh-ijkl', false],
  ['abcd-efgh-ijkl-mnop-qrst', false],
  ['abcdefghijklmnop', false],
  ['abc1-efgh-ijkl-mnop', false],
  ['correct horse battery staple', false],
  ['', false],
])('%j is an app-specific password: %s', (password, is) => {
  expect(isAppSpecificPassword(password)).toBe(is);
});

describe('copies that retention comes to', () => {
  test.each([
    [14, 3, 'daily', 14],
    [14, 3, 'custom_days', 7],
    [7, 3, 'custom_days', 4],
    [2, 5, 'daily', 5],
    [2, 5, 'never', 5],
    [10, 1, undefined, 10],
  ] as const)('%i days, the newest %i, %s: %i', (days, keep, recurrence, copies) => {
    expect(keptCopies(days, keep, recurrence)).toBe(copies);
  });
});

describe('a pause', () => {
  const now = new Date('2026-11-21T12:00:00Z');

  test.each([
    [null, null],
    ['2026-11-21T11:59:59Z', null],
    ['2026-11-21T12:00:00Z', null],
    ['2026-11-21T12:00:01Z', '2026-11-21T12:00:01Z'],
    ['2026-11-22T05:30:00+01:00', '2026-11-22T05:30:00+01:00'],
  ])('until %s is %s', (pausedUntil, pause) => {
    expect(pauseOf({ pausedUntil }, now)).toBe(pause);
  });
});

test.each([
  [12, false],
  [0, false],
  [-1, true],
])('with %i days left the sign-in is over: %s', (daysLeft, over) => {
  expect(isSignInOver({ daysLeft })).toBe(over);
});
