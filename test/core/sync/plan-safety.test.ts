import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs } from '../../../src/core/domain/day.ts';
import { isVerified } from '../../../src/core/domain/verification.ts';
import { parseArchiveName } from '../../../src/core/domain/names.ts';
import { within } from '../../../src/core/state/gates.ts';
import type { PrunePlan } from '../../../src/core/sync/plan-prune.ts';
import { planSync } from '../../../src/core/sync/plan-sync.ts';
import * as build from '../../support/domain-builders.ts';
import { applyPrune, applyPulls, aWorld, factsOf, verifiedIds, type World } from '../../support/plan-world.ts';

const inAnyWorld = (holds: (world: World) => void): void => {
  fc.assert(fc.property(aWorld, holds), { numRuns: 1000 });
};

const made = ({ manifest }: { manifest: { date: string } }): number => new Date(manifest.date).getTime();
const deletions = (plan: PrunePlan): string[] => [
  ...[...plan.remove, ...plan.duplicates, ...plan.tombstones].map((copy) => copy.manifestName),
  ...plan.leftovers.map((file) => file.name),
];

describe('in any state', () => {
  test('no plan leaves fewer verified backups than the floor', () => {
    inAnyWorld((world) => {
      const plan = planSync(factsOf(world));
      const before = applyPulls(world, plan.pulls);
      const kept = verifiedIds(applyPrune(before, plan.prune).folder).size;
      const { floor } = world.settings.retention;
      expect(kept).toBeGreaterThanOrEqual(Math.min(floor, verifiedIds(before.folder).size));
    });
  });

  test('what belongs to another computer or another house stays, unless its computer was adopted', () => {
    inAnyWorld((world) => {
      const { prune } = planSync(factsOf(world));
      const ours = [build.me, ...world.settings.adoptedComputers];
      for (const { manifest } of prune.remove) expect(ours).toContain(manifest.computerId);
      for (const { manifest } of [...prune.duplicates, ...prune.tombstones]) {
        expect(manifest.computerId).toBe(build.me);
      }
      for (const { manifest } of [...prune.remove, ...prune.duplicates, ...prune.tombstones]) {
        expect(manifest.instanceId).toBe(build.home);
      }
      for (const file of [...prune.leftovers, ...prune.adopt]) {
        expect(parseArchiveName(file.name)?.computer).toBe(build.me.slice(0, 6));
        const claimed = world.folder.manifests.get(file.name.replace('.tar', '.manifest.json'));
        expect([undefined, 'unreadable']).toContain(claimed);
      }
    });
  });

  test('a damaged copy and one of a newer program is never deleted', () => {
    inAnyWorld((world) => {
      const gone = new Set(deletions(planSync(factsOf(world)).prune));
      for (const copy of world.folder.view().damaged) expect(gone).not.toContain(copy.manifestName);
      for (const [name, manifest] of world.folder.manifests) if (manifest === 'newer') expect(gone).not.toContain(name);
    });
  });

  test('a removed copy is older than retention says and leaves one as new behind that is verified', () => {
    inAnyWorld((world) => {
      const plan = planSync(factsOf(world));
      const after = applyPrune(applyPulls(world, plan.pulls), plan.prune).folder.view().stored.filter(isVerified);
      for (const copy of plan.prune.remove) {
        const asNew = after.filter((other) => made(other) >= made(copy));
        expect(asNew.some(({ manifest }) => manifest.backupId !== copy.manifest.backupId)).toBe(true);
        const confirmed = new Date(copy.manifest.confirmedAt).getTime();
        expect(build.now.getTime() - confirmed).toBeGreaterThan(world.settings.retention.days * dayMs);
      }
      if (world.settings.retention.days === 0) expect(plan.prune.remove).toEqual([]);
    });
  });

  test('a duplicate goes only when an equal copy, as good as itself, stays', () => {
    inAnyWorld((world) => {
      const { prune } = planSync(factsOf(world));
      const after = applyPrune(world, prune).folder.view().stored;
      for (const copy of prune.duplicates) {
        const equal = after.filter(({ manifest }) => manifest.sha256 === copy.manifest.sha256);
        expect(equal.length).toBeGreaterThan(0);
        if (isVerified(copy)) expect(equal.some(isVerified)).toBe(true);
      }
    });
  });

  test('no more go in 24 hours than were confirmed in that time, and one', () => {
    inAnyWorld((world) => {
      const plan = planSync(factsOf(world));
      const after = applyPulls(world, plan.pulls).folder.view().stored;
      const ours = [build.me, ...world.settings.adoptedComputers];
      const confirmed = after.filter(({ manifest }) => ours.includes(manifest.computerId));
      const recently = within(
        confirmed.map(({ manifest }) => manifest.confirmedAt),
        dayMs,
        build.now,
      );
      const gone = within(world.gates.pruned, dayMs, build.now).length + plan.prune.remove.length;
      if (plan.prune.remove.length > 0) expect(gone).toBeLessThanOrEqual(recently.length + 1);
      expect(plan.prune.later.every((copy) => !plan.prune.remove.includes(copy))).toBe(true);
    });
  });
});

const doubt = fc.constantFrom(
  ...(['home', 'cloud', 'both', 'ambiguous', 'future-home', 'future-copy', 'no-date'] as const),
  ...(['home-clock', 'cloud-clock'] as const),
);
const overTenMinutes = fc
  .tuple(fc.integer({ min: 10 * build.minuteMs + 1, max: 10 * dayMs }), fc.boolean())
  .map(([ms, behind]) => (behind ? -ms : ms));

test('under any doubt nothing at all is deleted', () => {
  fc.assert(
    fc.property(aWorld, doubt, overTenMinutes, (world, what, skew) => {
      const folder = world.folder.clone();
      const later = build.ago(-Math.abs(skew));
      if (what === 'future-copy') folder.store(build.aManifest({ backupId: 'late', date: later }));
      const complete = what !== 'cloud' && what !== 'both';
      const extra = what === 'future-home' ? [later] : what === 'no-date' ? ['yesterday'] : [];
      const backups = [...world.backups, ...extra.map((date) => build.aBackup({ id: 'late', date }))];
      const plan = planSync({
        ...factsOf(world),
        home: build.listed(backups, what !== 'home' && what !== 'both'),
        cloud: folder.view(complete, what === 'cloud-clock' ? skew : 0),
        homeSkewMs: what === 'home-clock' ? skew : undefined,
        instanceAmbiguous: what === 'ambiguous',
      });
      expect(plan.prune.held).toBeDefined();
      expect(deletions(plan.prune)).toEqual([]);
      if (!complete) expect(plan.pulls).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
