import { describe, expect, test } from 'vitest';
import { canRelyOn } from '../../../src/core/domain/rely-on.ts';
import { planPrune } from '../../../src/core/sync/plan-prune.ts';
import * as build from '../../support/domain-builders.ts';

const confirmed = (days: number) => ({ date: build.daysAgo(days), confirmedAt: build.daysAgo(days) });
const equal = { size: 1_000_000, sha256: 'ab'.repeat(32) };

/** The other computer stored it first, so its copy is the survivor of the two. */
const copiesOf = (backupId: string, days: number, owner: string) => [
  build.aStored({ backupId, computerId: owner, ...equal, ...confirmed(days) }),
  build.aStored({ backupId, computerId: build.me, ...equal, ...confirmed(days - 0.01) }),
];
const newest = build.aStored({ backupId: 'newest', ...confirmed(0.5) });

const givenUp = (days: number, owner: string, others = [newest]): number => {
  const stored = [...others, ...copiesOf('b1', days, owner)];
  const home = build.listed([build.aBackup({ id: 'newest', date: build.daysAgo(0.5) })]);
  const facts = build.factsOf({
    home,
    cloud: build.folderOf(...stored).view(),
    settings: build.settingsOf({ days: 30, floor: 1 }),
  });
  return planPrune(facts, []).duplicates.length;
};

describe('an own second copy of what another computer stored', () => {
  test.each<[string, number, number]>([
    ['a day old: goes', 1, 1],
    ['almost three days old: goes', 2.99, 1],
    ['three days old: stays, for the other computer may keep less', 3.01, 0],
    ['old: stays', 20, 0],
  ])('%s', (_, days, expected) => expect(givenUp(days, build.neighbour)).toBe(expected));

  test('of the newest backup goes at any age: nobody deletes that', () => {
    expect(givenUp(20, build.neighbour, [])).toBe(1);
  });
});

test('an own second copy of an own copy goes at any age: only these settings decide about both', () => {
  expect(givenUp(20, build.me)).toBe(1);
});

test('a copy whose date cannot be read is nothing to rely on', () => {
  const [copy] = copiesOf('b1', 1, build.neighbour);
  if (!copy) throw new Error('no copy');
  const undated = { ...copy, manifest: { ...copy.manifest, confirmedAt: 'once' } };
  expect(canRelyOn([newest, undated], { days: 14, floor: 3 }, build.now)(undated)).toBe(false);
});
