import { describe, expect, test } from 'vitest';
import type { Manifest, StoredBackup } from '../../../src/core/domain/manifest.ts';
import { planPrune, type PrunePlan } from '../../../src/core/sync/plan-prune.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import * as build from '../../support/domain-builders.ts';

/** A stored backup of that age in days, `d<age>`. */
const aged = (days: number, given: Partial<Manifest> = {}): StoredBackup =>
  build.aStored({ backupId: `d${days}`, date: build.daysAgo(days), ...given });
const stored = (...copies: readonly StoredBackup[]) => ({ cloud: build.folderOf(...copies).view() });
const prune = (given: Partial<SyncFacts>): PrunePlan => planPrune(build.factsOf(given), []);
const ids = (copies: readonly StoredBackup[]): string[] => copies.map(({ manifest }) => manifest.backupId);
const three = [aged(1), aged(2), aged(3)];

describe('of equal copies', () => {
  const at = (minutes: number, computerId: string, given: Partial<Manifest> = {}): StoredBackup =>
    build.aStored({ computerId, confirmedAt: build.ago((100 - minutes) * build.minuteMs), ...given });
  const names = (plan: PrunePlan): string[] => plan.duplicates.map(({ manifestName }) => manifestName);

  test.each<[string, StoredBackup, StoredBackup, boolean]>([
    ['confirmed later', at(2, build.me), at(1, build.neighbour), true],
    ['confirmed earlier', at(1, build.me), at(2, build.neighbour), false],
    ['at the same time, by the computer with the smaller id', at(1, build.me), at(1, build.neighbour), false],
    ['of other bytes', at(2, build.me), at(1, build.neighbour, { sha256: 'f'.repeat(64) }), false],
    ['of another backup', at(2, build.me), at(1, build.neighbour, { backupId: 'b2' }), false],
    [
      'of an earlier one that does not count',
      at(2, build.me),
      at(1, build.neighbour, { defects: [...build.doubtful] }),
      false,
    ],
    [
      'confirmed earlier, of one that is kept longer',
      at(1, build.me, { retention: { days: 14, floor: 1 } }),
      at(2, build.neighbour, { retention: { days: 30, floor: 3 } }),
      true,
    ],
    [
      'confirmed earlier, of one kept as long whose owner always keeps more',
      at(1, build.me, { retention: { days: 14, floor: 1 } }),
      at(2, build.neighbour, { retention: { days: 14, floor: 3 } }),
      true,
    ],
    ['that does not count, of a later one that does', at(1, build.me, { level: 0 }), at(2, build.neighbour), true],
  ])('the own one goes or stays: %s', (_, own, other, goes) => {
    expect(names(prune(stored(own, other)))).toEqual(goes ? [own.manifestName] : []);
    const theirs = build.settingsOf({ computerId: build.neighbour });
    const twin = own.manifest.sha256 === other.manifest.sha256 && own.manifest.backupId === other.manifest.backupId;
    expect(names(prune({ ...stored(own, other), settings: theirs }))).toEqual(
      twin && !goes ? [other.manifestName] : [],
    );
  });

  test('three equal copies: one that expires leaves the others to choose among themselves', () => {
    const expiring = aged(30, { backupId: 'b1' });
    const young = [5, 4].map((days) => build.aStored({ date: build.daysAgo(30), confirmedAt: build.daysAgo(days) }));
    const plan = prune(stored(...three, expiring, ...young));
    // All that goes shares one limit per day.
    expect(ids(plan.later)).toEqual(['b1']);
    expect(names(plan)).toEqual([young[1]?.manifestName]);
  });

  test("an adopted computer's duplicate is left to it", () => {
    const adopted = build.settingsOf({ adoptedComputers: [build.neighbour] });
    const copies = [at(1, build.me), at(2, build.neighbour), at(3, build.thirdComputer)];
    expect(names(prune({ ...stored(...copies), settings: adopted }))).toEqual([]);
  });

  test('what the limit of a day lets through is the same in whatever order they are listed', () => {
    const twice = ['b1', 'b2'].flatMap((backupId) => [1, 2].map((minutes) => at(minutes, build.me, { backupId })));
    const gates = { ...build.factsOf().gates, pruned: Array.from({ length: 4 }, () => build.ago(build.hourMs)) };
    const goes = (copies: readonly StoredBackup[]): string[] => names(prune({ ...stored(...copies), gates }));
    expect(goes(twice)).toHaveLength(1);
    expect(goes([...twice].reverse())).toEqual(goes(twice));
  });
});
