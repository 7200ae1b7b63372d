import { expect, test } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { unpulledDays, type OwnKeeping } from '../../../src/core/domain/unpulled.ts';
import * as build from '../../support/domain-builders.ts';

const daily = (copies: number | null, days: number | null = null): OwnKeeping => ({
  recurrence: 'daily',
  keeps: { copies, days },
});
/** Automatic backups of these ages in days. */
const listed = (...ages: number[]): HaBackup[] =>
  ages.map((age) => build.aBackup({ id: `d${age}`, date: build.daysAgo(age) }));
const manual = (age: number): HaBackup => build.aBackup({ id: `m${age}`, date: build.daysAgo(age), kind: 'manual' });
const stored = (...ages: number[]) =>
  ages.map((age) => build.aStored({ backupId: `d${age}`, date: build.daysAgo(age) }));

test.each<[what: string, own: OwnKeeping | undefined, listed: HaBackup[], stored: number[], days: number]>([
  ['the version does not tell', undefined, listed(0, 1, 2), [10], 0],
  ['never by itself', { recurrence: 'never', keeps: { copies: 3, days: null } }, listed(0, 1, 2), [10], 0],
  ['on some days only', { recurrence: 'custom_days', keeps: { copies: 3, days: null } }, listed(0, 1, 2), [10], 0],
  ['keeps everything', daily(null), listed(0, 1, 2), [10], 0],
  ['the first run of all', daily(3), listed(0, 1, 2), [], 0],
  ['nothing listed', daily(3), [], [10], 0],
  ['all there', daily(3), listed(0, 1, 2), [0, 1, 2], 0],
  ['one to pull', daily(3), listed(0, 1, 2), [1, 2], 0],
  ['two days away, all still there', daily(3), listed(0, 1, 2), [3], 0],
  ['one day lost', daily(3), listed(0, 1, 2), [4], 1],
  ['a week lost', daily(3), listed(0, 1, 2), [10, 11], 7],
  ['keeps one: each day without this computer is one', daily(1), listed(0), [3], 2],
  ['the backup was three hours late', daily(3), listed(0, 1, 2), [3.125], 0],
  ['fewer than it keeps: it removed none', daily(7), listed(0, 1, 2), [10], 0],
  ['manual ones do not count as kept', daily(3), [...listed(0, 1), manual(2)], [10], 0],
  ['an old manual one hides nothing', daily(3), [...listed(0, 1, 2), manual(9)], [10], 7],
  ['a gap behind what is stored is long past', daily(3), listed(0, 1, 2), [0, 1, 20], 0],
  ['keeps three days: what is older is gone', daily(null, 3), listed(0, 1, 2), [10], 7],
  ['keeps three days, all there', daily(null, 3), listed(0, 1, 2), [3], 0],
])('%s', (_, own, home, ages, days) => {
  expect(unpulledDays(own, home, stored(...ages))).toBe(days);
});
