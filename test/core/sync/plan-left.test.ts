import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/core/domain/manifest.ts';
import { openGates, type Gates } from '../../../src/core/state/gates.ts';
import { maxFailures, planSync, type SyncPlan } from '../../../src/core/sync/plan-sync.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import * as build from '../../support/domain-builders.ts';
import { aWorld, factsOf } from '../../support/plan-world.ts';

const size = 5_000_000;
const gate = (given: Partial<Gates['backups'][string]>): Gates => ({
  ...openGates(),
  backups: { b1: { failures: 0, ...given } },
});
const folderWith = (fill: (folder: build.Folder) => void): build.Folder => {
  const folder = new build.Folder();
  fill(folder);
  return folder;
};
const only = (manifest: Manifest | 'unreadable' | 'newer', { archive }: Manifest): build.Folder =>
  folderWith((folder) => folder.putManifest(archive, manifest));
const both = (manifest: Manifest | 'unreadable' | 'newer', archive: Manifest): build.Folder =>
  folderWith((folder) => {
    folder.put(archive.archive, archive.size);
    folder.putManifest(archive.archive, manifest);
  });

const mine = build.aManifest();
const theirs = build.aManifest({ computerId: build.neighbour });
const foreign = build.aManifest({ instanceId: build.otherHome });
const cloudOf = (folder: build.Folder, complete = true) => ({ cloud: folder.view(complete) });
const removed = (folder: build.Folder): Partial<SyncFacts> => ({ ...cloudOf(folder), gates: build.removedIn(folder) });
const vanished = (folder: build.Folder, sightings: number): Partial<SyncFacts> => ({
  ...cloudOf(folder),
  gates: build.withSightings(build.removedIn(folder), sightings),
});
const absent = (sightings: number): Gates => {
  const since = build.daysAgo(3);
  const doubt = { kind: 'absent' as const, backupId: 'b1', own: true, since, seen: since, sightings };
  return { ...openGates(), doubts: { [mine.archive]: doubt } };
};
const onlyPlain = [{ agentId: 'backup.local', size, protected: false }];
const strict = build.settingsOf({ requireProtected: true });
const minuteAgo = build.ago(build.minuteMs);
const inAMinute = build.ago(-build.minuteMs);

/** What becomes of the one backup `b1`, one day old: why it is left, or that it is pulled. */
const fateOf = (given: Partial<SyncFacts>): string => {
  const plan = planSync(build.factsOf({ home: build.listed([build.aBackup()]), ...given }));
  return plan.left[0]?.reason ?? `pulled ${plan.pulls[0]?.backup.id ?? 'nothing'}`;
};
const listedAs = (given: Parameters<typeof build.aBackup>[0]) => ({ home: build.listed([build.aBackup(given)]) });
const young = [1, 2, 3].map((day) => build.aStored({ backupId: `young${day}`, date: build.daysAgo(day) }));

const andYoung = ({ archive }: Manifest): build.Folder => {
  const folder = build.folderOf(...young);
  folder.putManifest(archive, mine);
  return folder;
};

describe('a backup that Home Assistant lists', () => {
  test.each<[string, Partial<SyncFacts>, string, string]>([
    // Second last: without having been asked for; last: asked for by the user.
    ['new', {}, 'pulled b1', 'pulled b1'],
    ['new, in a list that is incomplete', { home: build.listed([build.aBackup()], false) }, 'pulled b1', 'pulled b1'],
    ['stored by this computer', cloudOf(build.folderOf(build.asStored(mine))), 'stored', 'stored'],
    ['stored by another computer', cloudOf(build.folderOf(build.asStored(theirs))), 'stored', 'stored'],
    ['stored by a newer program', cloudOf(both('newer', mine)), 'stored', 'stored'],
    ['stored in the name of another house', cloudOf(build.folderOf(build.asStored(foreign))), 'pulled b1', 'pulled b1'],
    ['damaged in iCloud', cloudOf(both({ ...mine, size: 3 }, mine)), 'pulled b1', 'pulled b1'],
    [
      'uploaded, never confirmed',
      cloudOf(folderWith((folder) => folder.put(mine.archive, size))),
      'pulled b1',
      'pulled b1',
    ],
    ['with a manifest that cannot be read', cloudOf(both('unreadable', mine)), 'pulled b1', 'pulled b1'],
    ['removed by the user', removed(only(mine, mine)), 'removed-by-user', 'pulled b1'],
    ['removed by the user, stored by another', removed(only(theirs, theirs)), 'removed-by-user', 'pulled b1'],
    ['vanished from iCloud', cloudOf(only(mine, mine)), 'vanished', 'pulled b1'],
    ['vanished for days, and nothing else is left', vanished(only(mine, mine), 9), 'vanished', 'pulled b1'],
    ['vanished for days, while enough others stayed', vanished(andYoung(mine), 4), 'removed-by-user', 'pulled b1'],
    ['vanished for two days, while enough others stayed', vanished(andYoung(mine), 3), 'vanished', 'pulled b1'],
    ['no longer listed at all, once', { gates: absent(1) }, 'in-doubt', 'pulled b1'],
    ['no longer listed at all, twice', { gates: absent(2) }, 'pulled b1', 'pulled b1'],
    ['held by no agent', listedAs({ copies: [] }), 'no-copy', 'no-copy'],
    ['unprotected, which is allowed', listedAs({ copies: onlyPlain }), 'pulled b1', 'pulled b1'],
    [
      'unprotected, which is not',
      { ...listedAs({ copies: onlyPlain }), settings: strict },
      'unprotected',
      'unprotected',
    ],
    ['refused', { gates: gate({ refused: { code: 'archive.torn', size } }) }, 'refused', 'pulled b1'],
    [
      'refused, listed anew',
      { gates: gate({ refused: { code: 'archive.torn', size: 77 } }) },
      'pulled b1',
      'pulled b1',
    ],
    [
      'refused, and its size still unknown',
      { ...listedAs({ size: undefined }), gates: gate({ refused: { code: 'archive.torn', size: null } }) },
      'refused',
      'pulled b1',
    ],
    [
      'refused, and its size known now',
      { gates: gate({ refused: { code: 'archive.torn', size: null } }) },
      'pulled b1',
      'pulled b1',
    ],
    ['failed, and waiting', { gates: gate({ failures: 1, notBefore: inAMinute }) }, 'backing-off', 'pulled b1'],
    ['failed, and due again', { gates: gate({ failures: 3, notBefore: minuteAgo }) }, 'pulled b1', 'pulled b1'],
    ['failed too often', { gates: gate({ failures: maxFailures }) }, 'gave-up', 'pulled b1'],
    [
      'older than retention, with enough newer ones stored',
      { ...listedAs({ date: build.daysAgo(15) }), ...cloudOf(build.folderOf(...young)) },
      'past-retention',
      'pulled b1',
    ],
    [
      'older than retention, with too few newer ones',
      { ...listedAs({ date: build.daysAgo(15) }), ...cloudOf(build.folderOf(...young.slice(1))) },
      'pulled b1',
      'pulled b1',
    ],
    [
      'older than days that are off',
      { ...listedAs({ date: build.daysAgo(900) }), settings: build.settingsOf({ days: 0 }) },
      'pulled b1',
      'pulled b1',
    ],
    ['not looked for in iCloud', cloudOf(new build.Folder(), false), 'cloud-unknown', 'cloud-unknown'],
    ['seen in a part of iCloud', cloudOf(build.folderOf(build.asStored(mine)), false), 'stored', 'stored'],
    // The archive may be on the part of the list that did not come.
    ['whose manifest alone was seen so far', cloudOf(only(mine, mine), false), 'cloud-unknown', 'cloud-unknown'],
  ])('%s', (_, given, unasked, asked) => {
    expect({ unasked: fateOf(given), asked: fateOf({ ...given, asked: new Set(['b1']) }) }).toEqual({ unasked, asked });
  });

  test('whose archive a newer program stored and the user removed comes back only when asked for', () => {
    const gone = cloudOf(only('newer', mine));
    expect(fateOf(gone)).not.toMatch('pulled');
    expect(fateOf({ ...gone, asked: new Set(['b1']) })).toBe('pulled b1');
  });

  test.each<[string, Partial<SyncFacts>, string]>([
    ['refused', { gates: gate({ refused: { code: 'archive.torso', size } }) }, 'archive.torso'],
    ['gave-up', { gates: gate({ failures: 9 }) }, 'sync.gave-up'],
    ['backing-off', { gates: gate({ failures: 1, notBefore: inAMinute }) }, 'sync.backing-off'],
    ['unprotected', { ...listedAs({ copies: onlyPlain }), settings: strict }, 'archive.unprotected'],
    ['removed-by-user', removed(only(mine, mine)), 'cloud.removed-by-user'],
    ['vanished', cloudOf(only(mine, mine)), 'cloud.copy-vanished'],
  ])('left as %s says why with a code', (reason, given, code) => {
    const { left } = planSync(build.factsOf({ home: build.listed([build.aBackup()]), ...given }));
    expect(left).toEqual([expect.objectContaining({ reason, code })]);
  });
});

describe('the floor without days', () => {
  const plan = (listedDays: number[], storedDays: number[]): string[] =>
    planSync(
      build.factsOf({
        home: build.listed(listedDays.map((day) => build.aBackup({ id: `d${day}`, date: build.daysAgo(day) }))),
        cloud: build
          .folderOf(...storedDays.map((day) => build.aStored({ backupId: `d${day}`, date: build.daysAgo(day) })))
          .view(),
      }),
    ).pulls.map(({ backup }) => backup.id);

  test.each<[string, number[], number[], string[]]>([
    ['the first run takes what is young, newest first', [20, 2, 13, 1], [], ['d1', 'd2', 'd13']],
    ['and fills up to the floor with old ones', [40, 20, 1, 30], [], ['d1', 'd20', 'd30']],
    ['which the stored ones count for', [40, 20, 1, 30], [1, 20], ['d30']],
    ['unless they are older', [20], [30, 40, 50], ['d20']],
  ])('%s', (_, listedDays, storedDays, pulls) => expect(plan(listedDays, storedDays)).toEqual(pulls));
});

test('every listed backup is either pulled or left with one reason; pulls are newest first', () => {
  fc.assert(
    fc.property(aWorld, fc.boolean(), fc.boolean(), (world, homeComplete, cloudComplete) => {
      const plan: SyncPlan = planSync({
        ...factsOf(world),
        home: build.listed(world.backups, homeComplete),
        cloud: world.folder.view(cloudComplete),
      });
      const ids = [...plan.pulls, ...plan.left].map(({ backup }) => backup.id);
      expect(ids.sort()).toEqual(world.backups.map(({ id }) => id).sort());
      const times = plan.pulls.map(({ backup }) => new Date(backup.date).getTime());
      expect(times).toEqual([...times].sort((a, b) => b - a));
      for (const { backup, copy } of plan.pulls) expect(backup.copies).toContain(copy);
    }),
    { numRuns: 500 },
  );
});
