import { expect, test } from 'vitest';
import { reminderDays, signInHorizon, trustDays } from '../../../src/core/icloud/sign-in-horizon.ts';
import * as build from '../../support/domain-builders.ts';

test.each([
  // Days since the code was entered, whole days left, whether to remind.
  [0, 30, false],
  [0.5, 29, false],
  [20, 10, false],
  [20.999, 9, false],
  [21, 9, true],
  [28.5, 1, true],
  [29, 1, true],
  [29.5, 0, true],
  [30.001, -1, true],
  [90, -60, true],
])('%d days after the code: %d left, due: %s', (days, daysLeft, due) => {
  expect(signInHorizon(build.daysAgo(days), build.now)).toMatchObject({ daysLeft, due });
});

test('ends thirty days after the code, in whatever offset that was written', () => {
  const since = new Date(build.daysAgo(3));
  for (const offset of [0, 60, -480, 345]) {
    const { until } = signInHorizon(build.inOffset(since, offset), build.now);
    expect(until).toBe(build.daysAgo(3 - trustDays));
  }
});

test('reminds in time, more than once, and before the end', () => {
  expect([...reminderDays]).toEqual([...reminderDays].sort((a, b) => a - b));
  expect(Math.max(...reminderDays)).toBeLessThan(trustDays);
});
