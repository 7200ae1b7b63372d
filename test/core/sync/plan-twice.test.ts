import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planPrune } from '../../../src/core/sync/plan-prune.ts';
import { planSync, type SyncPlan } from '../../../src/core/sync/plan-sync.ts';
import * as build from '../../support/domain-builders.ts';
import { applyPrune, applyPulls, aWorld, factsOf, type World } from '../../support/plan-world.ts';

const planOf = (world: World): SyncPlan => planSync(factsOf(world));

/** What a plan would do, as ids and names that a failing test can show. */
const work = ({ pulls, prune }: SyncPlan) => ({
  pulls: pulls.map(({ backup }) => backup.id),
  remove: prune.remove.map(({ manifest }) => manifest.archive),
  duplicates: prune.duplicates.map(({ manifest }) => manifest.archive).sort(),
  tombstones: prune.tombstones.map(({ manifest }) => manifest.archive).sort(),
});
const nothing = { pulls: [], remove: [], duplicates: [], tombstones: [] };

/** As a run does it: what was really stored is planned for once more before anything is deleted. */
const run = (world: World): World => {
  const stored = applyPulls(world, planOf(world).pulls);
  return applyPrune(stored, planPrune(factsOf(stored), []));
};

describe('a plan that was carried out leaves nothing to do', () => {
  test('as it was shown', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        const plan = planOf(world);
        // A size that only the download tells may change what is held back.
        fc.pre(plan.pulls.every(({ copy }) => copy.size !== undefined));
        expect(work(planOf(applyPrune(applyPulls(world, plan.pulls), plan.prune)))).toEqual(nothing);
      }),
      { numRuns: 1000 },
    );
  });

  test('as a run does it', () => {
    fc.assert(
      fc.property(aWorld, (world) => {
        const again = planOf(run(world));
        expect(work(again)).toEqual(nothing);
        expect(again.prune.leftovers).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('whatever order both sides list in', () => {
    fc.assert(
      fc.property(aWorld, fc.infiniteStream(fc.nat(1000)), (world, picks) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, rank: Number(picks.next().value) }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ item }) => item);
        const folder = new build.Folder();
        for (const [name, file] of shuffled([...world.folder.files])) folder.files.set(name, file);
        for (const [name, manifest] of shuffled([...world.folder.manifests])) folder.manifests.set(name, manifest);
        expect(work(planOf({ ...world, folder, backups: shuffled(world.backups) }))).toEqual(work(planOf(world)));
      }),
    );
  });
});

const { gates: openGates } = build.factsOf();
const worldOf = (given: Partial<World>): World => ({
  folder: new build.Folder(),
  backups: [],
  gates: openGates,
  settings: build.settingsOf(),
  asked: new Set(),
  ...given,
});
const listedAs = (id: string, date: string) => build.aBackup({ id, date });

describe('what is not stored any more does not come back', () => {
  test('a copy that the user removed, long after', () => {
    const removed = build.aManifest({ backupId: 'old', date: build.daysAgo(20) });
    const folder = new build.Folder();
    folder.putManifest(removed.archive, removed);
    const world = worldOf({ folder, backups: [listedAs('old', removed.date)] });
    expect(planOf(world).pulls).toEqual([]);
    expect(planOf(run(world)).pulls).toEqual([]);
  });

  test('a copy that was confirmed a little before the time at which Home Assistant says it made it', () => {
    const fourMinutes = 4 * build.minuteMs;
    const early = build.aStored({
      backupId: 'early',
      date: build.ago(14 * build.dayMs - fourMinutes),
      confirmedAt: build.ago(14 * build.dayMs + fourMinutes),
    });
    const newer = build.aStored({ backupId: 'newer' });
    const world = worldOf({
      folder: build.folderOf(early, newer),
      backups: [listedAs('early', early.manifest.date), listedAs('newer', newer.manifest.date)],
      settings: build.settingsOf({ floor: 1 }),
    });
    expect(planOf(run(world)).pulls).toEqual([]);
  });

  test('one of two that were made in the same second', () => {
    const dates = { newest: build.daysAgo(20), twin: build.daysAgo(30), otherTwin: build.daysAgo(30) };
    const all = Object.entries(dates);
    const world = worldOf({
      folder: build.folderOf(...all.map(([backupId, date]) => build.aStored({ backupId, date }))),
      backups: all.map(([id, date]) => listedAs(id, date)),
      settings: build.settingsOf({ floor: 2 }),
    });
    expect(planOf(run(world)).pulls).toEqual([]);
  });
});

test('of two made in the same second the same one is the newer before and after it is pulled', () => {
  const date = build.daysAgo(20);
  const world = worldOf({
    folder: build.folderOf(build.aStored({ backupId: 'stored', date, kind: 'update' })),
    backups: [build.aBackup({ id: 'pulled', date, kind: 'update', size: 12_000_000 })],
    settings: build.settingsOf({ days: 0 }),
  });
  const plan = planOf(world);
  expect(plan.pulls).toHaveLength(1);
  const after = planOf(applyPulls(world, plan.pulls)).prune;
  expect({ held: after.held, order: after.verdicts.map(({ stored }) => stored.manifest.backupId) }).toEqual({
    held: plan.prune.held,
    order: plan.prune.verdicts.map(({ stored }) => stored.manifest.backupId),
  });
});

test('the plan names the leftover of an earlier attempt at what it pulls', () => {
  const folder = new build.Folder();
  const { archive, size } = build.aManifest();
  folder.put(archive, size);
  const { pulls, prune } = planOf(worldOf({ folder, backups: [build.aBackup()] }));
  expect(pulls).toHaveLength(1);
  expect(prune.leftovers.map((file) => file.name)).toEqual([archive]);
});
