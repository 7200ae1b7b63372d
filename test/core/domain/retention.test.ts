import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/core/domain/manifest.ts';
import { newestFirst } from '../../../src/core/domain/made-at.ts';
import { amongNewest } from '../../../src/core/domain/retention/by-count.ts';
import { candidatesOf, goingAt, hopeFor, judge } from '../../../src/core/domain/retention/judge.ts';
import { isVerified } from '../../../src/core/domain/verification.ts';
import * as build from '../../support/domain-builders.ts';

const aged = (days: number, given: Partial<Manifest> = {}) =>
  build.aStored({ backupId: `d${days}`, date: build.daysAgo(days), ...given });
const defective = (days: number) => aged(days, { defects: [...build.doubtful] });
const foreign = (days: number) => aged(days, { computerId: build.neighbour });
const justOver = (given: Partial<Manifest>) => aged(14, given);
const minute = build.minuteMs;
const fortnight = 14 * build.dayMs;

const verdicts = (copies: ReturnType<typeof aged>[], days = 14, floor = 3): string[] =>
  judge(copies, { days, floor }, (computerId) => computerId === build.me, build.now).map(
    ({ stored, reason }) => `${stored.manifest.backupId} ${reason}`,
  );

/** Days until each may go, by its id; left out where nothing is said. */
const going = (copies: ReturnType<typeof aged>[], days = 14, floor = 3): Record<string, number> => {
  const at = goingAt(copies, { days, floor }, (computerId) => computerId === build.me, build.now);
  return Object.fromEntries(
    copies.flatMap((copy) => {
      const moment = at(copy);
      if (moment === undefined) return [];
      return [[copy.manifest.backupId, Math.round((moment - build.now.getTime()) / build.dayMs)]];
    }),
  );
};

describe('when a copy may go', () => {
  test.each<[string, Record<string, number>, Record<string, number>]>([
    ['by its age', going([1, 2, 3, 9, 13].map((days) => aged(days))), { d9: 5, d13: 1 }],
    [
      'never, where nothing is deleted',
      going(
        [1, 2, 3, 9].map((days) => aged(days)),
        0,
      ),
      {},
    ],
    ['not said of what is old enough', going([1, 2, 3, 20].map((days) => aged(days))), {}],
    ["nor of another computer's", going([...[1, 2, 3].map((days) => aged(days)), foreign(9)]), {}],
    ['nor of what no verified one replaces', going([aged(1), defective(9)], 14, 2), {}],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('the verdict on each copy, newest first', () => {
  test.each<[string, string[], string[]]>([
    ['young ones stay', verdicts([aged(1), aged(13)]), ['d1 young', 'd13 young']],
    [
      'the newest stay whatever their age',
      verdicts([40, 20, 30].map((days) => aged(days))),
      ['d20 floor', 'd30 floor', 'd40 floor'],
    ],
    [
      'older ones go when the floor is full',
      verdicts([1, 20, 30, 40].map((days) => aged(days))),
      ['d1 young', 'd20 floor', 'd30 floor', 'd40 expired'],
    ],
    [
      'days of 0 keep everything',
      verdicts(
        [1, 20, 30, 40].map((days) => aged(days)),
        0,
        1,
      ),
      ['d1 off', 'd20 off', 'd30 off', 'd40 off'],
    ],
    ['a floor of 0 still keeps one', verdicts([aged(20), aged(30)], 14, 0), ['d20 floor', 'd30 expired']],
    ['a lone one with defects stays, too, with a floor of 0', verdicts([defective(20)], 14, 0), ['d20 unverified']],
    [
      "another computer's is not ours to delete, nor to count on",
      verdicts([foreign(20), foreign(30), aged(40), aged(50), aged(60)], 14, 2),
      ['d20 foreign', 'd30 foreign', 'd40 floor', 'd50 floor', 'd60 expired'],
    ],
    ['nor when it is old', verdicts([aged(1), foreign(40)], 14, 1), ['d1 young', 'd40 foreign']],
    [
      'one with defects does not count',
      verdicts([defective(20), aged(30), aged(40), aged(50)], 14, 2),
      ['d20 unverified', 'd30 floor', 'd40 floor', 'd50 expired'],
    ],
    [
      'and goes when as many as the floor are newer',
      verdicts([aged(20), aged(25), defective(30)], 14, 2),
      ['d20 floor', 'd25 floor', 'd30 expired'],
    ],
    [
      'an unverified copy of one that is always kept stays with it',
      verdicts([aged(20), defective(20), aged(30)], 14, 1),
      ['d20 floor', 'd20 floor', 'd30 expired'],
    ],
    [
      'but not between those of the floor, for it would be pulled again',
      verdicts([aged(20), defective(25), aged(30)], 14, 2),
      ['d20 floor', 'd25 unverified', 'd30 floor'],
    ],
    ['alone it stays', verdicts([defective(20), defective(30)]), ['d20 unverified', 'd30 unverified']],
    [
      'several copies of a backup take one place of the floor',
      verdicts([aged(20), aged(20), aged(20), aged(30), aged(40)], 14, 2),
      ['d20 floor', 'd20 floor', 'd20 floor', 'd30 floor', 'd40 expired'],
    ],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));

  test.each<[string, Partial<Manifest>, string]>([
    ['to the millisecond', { date: build.ago(fortnight), confirmedAt: build.ago(fortnight) }, 'young'],
    ['and a millisecond', { date: build.ago(fortnight + 1), confirmedAt: build.ago(fortnight + 1) }, 'expired'],
    [
      'old, but confirmed a minute too late',
      { date: build.daysAgo(90), confirmedAt: build.ago(fortnight - minute) },
      'young',
    ],
    [
      'confirmed long ago, but made a minute too late',
      { date: build.ago(fortnight - minute), confirmedAt: build.ago(fortnight + minute) },
      'young',
    ],
    [
      'in another offset',
      { date: build.inOffset(new Date(build.ago(fortnight + 1)), 840), confirmedAt: build.ago(fortnight + 1) },
      'expired',
    ],
  ])('fourteen days, %s', (_, given, reason) => {
    expect(verdicts([aged(1), aged(2), aged(3), justOver(given)]).at(-1)).toBe(`d14 ${reason}`);
  });
});

test.each<[string, Partial<Manifest>, boolean]>([
  ['structure proven', {}, true],
  ['more than that', { level: 4 }, true],
  ['nothing proven', { level: 0 }, false],
  ['a part that is empty', { defects: [{ kind: 'empty-part', part: 'x' }] }, false],
  ['a format that is unknown', { defects: [{ kind: 'unknown-format', part: 'x' }] }, false],
  ['an app missing', { defects: [{ kind: 'app-missing', part: 'x' }] }, true],
  ['a folder missing', { defects: [{ kind: 'folder-missing', part: 'x' }] }, true],
  ['a part that nobody listed', { defects: [{ kind: 'unlisted-part', part: 'x' }] }, true],
])('counted on: %s', (_, given, verified) => expect(isVerified(build.aStored(given))).toBe(verified));

test.each([
  [3, ['d2', 'd3', 'd4']],
  [99, ['d2', 'd3', 'd4', 'd5']],
])('the newest verified ones stay whatever their age: %d', (floor, expected) => {
  const copies = candidatesOf([aged(5), defective(1), aged(3), foreign(2), aged(4)]);
  const keeps = amongNewest.over({ days: 1, floor }, build.now, copies);
  expect(copies.filter(keeps).map(({ id }) => id)).toEqual(expected);
});

test.each([
  [0, 0],
  [1.5, 1],
  [2, 2],
  [99, 3],
])('a backup of %d days that is not stored yet has %d verified ones before it', (days, count) => {
  const there = candidatesOf([aged(1), aged(2), aged(2), defective(1), aged(30)]);
  const candidate = hopeFor(build.aBackup({ id: 'new' }), Date.parse(build.daysAgo(days)));
  const isKept = (floor: number): boolean => amongNewest.over({ days: 1, floor }, build.now, there)(candidate);
  expect([isKept(Math.max(count, 1)), isKept(count + 1)]).toEqual([count === 0, true]);
});

test('without a date behind all that have one, in whatever order they come', () => {
  const copies = [aged(1), aged(2, { backupId: 'z', date: 'soon' }), aged(3), aged(4, { backupId: 'a', date: 'soon' })];
  const order = (given: typeof copies): string[] => newestFirst(given).map(({ manifest }) => manifest.backupId);
  expect(order(copies)).toEqual(['d1', 'd3', 'z', 'a']);
  expect(order([...copies].reverse())).toEqual(['d1', 'd3', 'z', 'a']);
});

test('newest first, by the moment and not by how it is written', () => {
  const east = build.inOffset(new Date(build.daysAgo(2)), 840);
  const west = build.inOffset(new Date(build.daysAgo(1)), -480);
  const order = newestFirst([aged(2, { date: east }), aged(3), aged(1, { date: west })]);
  expect(order.map(({ manifest }) => manifest.backupId)).toEqual(['d1', 'd2', 'd3']);
});
