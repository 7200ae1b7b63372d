import { describe, expect, it } from 'vitest';
import type { StoredBackup } from '../../../src/core/domain/manifest.ts';
import { testDue } from '../../../src/core/domain/test-due.ts';
import * as build from '../../support/domain-builders.ts';

const day = build.dayMs;
const ago = (ms: number): string => build.ago(ms);
const copy = (backupId: string, confirmedMs: number, testedMs?: number): StoredBackup => ({
  ...build.aStored({ backupId, date: ago(confirmedMs), confirmedAt: ago(confirmedMs) }),
  ...(testedMs === undefined ? {} : { test: { at: ago(testedMs), verdict: 'came-back' as const } }),
});
const before = (ms: number | undefined): Date | undefined =>
  ms === undefined ? undefined : new Date(build.now.getTime() - ms);
const due = (stored: readonly StoredBackup[], triedMs?: number, doneMs?: number): string | undefined => {
  const found = testDue({ stored, lastTried: before(triedMs), lastDone: before(doneMs), now: build.now });
  return typeof found === 'object' ? found.newest.manifest.backupId : found;
};

describe('a restore test is due', () => {
  it.each<[string, StoredBackup[], number | undefined, string | undefined]>([
    ['of nothing', [], undefined, undefined],
    ['of the first copy, an hour after it was stored', [copy('first', build.hourMs)], undefined, 'first'],
    ['not at once', [copy('first', 10 * build.minuteMs)], undefined, undefined],
    [
      'of the newest that has settled',
      [copy('fresh', 1), copy('newest', day), copy('old', 9 * day)],
      undefined,
      'newest',
    ],
    ['of any, a month after the last', [copy('a', day, 30 * day), copy('b', 9 * day)], undefined, 'any'],
    ['not before', [copy('a', day, 30 * day - 1), copy('b', 9 * day)], undefined, undefined],
    ['whichever copy was tested last', [copy('a', 9 * day, 90 * day), copy('b', day, 5 * day)], undefined, undefined],
    ['not within an hour after one was begun', [copy('first', day)], build.hourMs - 1, undefined],
    ['an hour later again', [copy('first', day)], build.hourMs, 'first'],
    ['although a clock that was ahead noted one', [copy('a', day, -400 * day)], -day, 'any'],
  ])('%s', (_, stored, tried, expected) => {
    expect(due(stored, tried)).toBe(expected);
  });

  it('one that could not be noted in the cloud counts as well', () => {
    const stored = [copy('first', 40 * day)];
    expect(due(stored, 2 * build.hourMs, 2 * build.hourMs)).toBeUndefined();
    expect(due(stored, 30 * day, 30 * day)).toBe('any');
  });
});
