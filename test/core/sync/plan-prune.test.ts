import { describe, expect, test } from 'vitest';
import type { Manifest, ManifestState, StoredBackup } from '../../../src/core/domain/manifest.ts';
import { openGates, type Gates } from '../../../src/core/state/gates.ts';
import { maxSkewMs } from '../../../src/core/domain/schedule.ts';
import { computerTag, planPrune, type PrunePlan } from '../../../src/core/sync/plan-prune.ts';
import { planSync } from '../../../src/core/sync/plan-sync.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import * as build from '../../support/domain-builders.ts';

/** A stored backup of that age in days, `d<age>`. */
const aged = (days: number, given: Partial<Manifest> = {}): StoredBackup =>
  build.aStored({ backupId: `d${days}`, date: build.daysAgo(days), ...given });
const stored = (...copies: readonly StoredBackup[]) => ({ cloud: build.folderOf(...copies).view() });
const prune = (given: Partial<SyncFacts>): PrunePlan => planPrune(build.factsOf(given), []);
const ids = (copies: readonly StoredBackup[]): string[] => copies.map(({ manifest }) => manifest.backupId);

const three = [aged(1), aged(2), aged(3)];
const oneExpired = stored(...three, aged(30));

describe('deleting is held back', () => {
  test.each<[string, Partial<SyncFacts>, string | undefined]>([
    ['never without a reason', {}, undefined],
    ['while Home Assistant lists only a part', { home: build.listed([], false) }, 'ha.list-incomplete'],
    ['while iCloud lists only a part', { cloud: build.folderOf(...three, aged(30)).view(false) }, 'cloud.offline'],
    ['while it is not clear which house this is', { instanceAmbiguous: true }, 'ha.instance-ambiguous'],
    ['not by ten minutes between the clocks', { homeSkewMs: maxSkewMs }, undefined],
    ['not by ten minutes the other way', { homeSkewMs: -maxSkewMs }, undefined],
    ['by more than ten minutes', { homeSkewMs: maxSkewMs + 1 }, 'sync.clock-skew'],
    ['by more than ten minutes the other way', { homeSkewMs: -maxSkewMs - 1 }, 'sync.clock-skew'],
    ['not by a clock that nobody saw', { homeSkewMs: undefined }, undefined],
    ["by Apple's clock", { cloud: build.folderOf(...three, aged(30)).view(true, -maxSkewMs - 1) }, 'sync.clock-skew'],
    [
      'by a backup of tomorrow',
      { home: build.listed([build.aBackup({ id: 'late', date: build.daysAgo(-1) })]) },
      'sync.misdated',
    ],
    ['by a copy of tomorrow', stored(...three, aged(30), aged(-1)), 'sync.misdated'],
    [
      'by a copy confirmed tomorrow',
      stored(...three, aged(30), aged(4, { confirmedAt: build.daysAgo(-1) })),
      'sync.misdated',
    ],
    ['by a date that is none', { home: build.listed([build.aBackup({ date: 'soon' })]) }, 'sync.misdated'],
    ['by a newest one of less than half the size', stored(aged(1, { size: 10 }), aged(2), aged(30)), 'archive.shrunk'],
    ['not by one of half the size', stored(aged(1, { size: 2_500_000 }), ...three.slice(1), aged(30)), undefined],
    [
      'not by a small one of another kind',
      stored(aged(1, { size: 10, kind: 'update' }), ...three.slice(1), aged(9), aged(30)),
      undefined,
    ],
    [
      'not by a small one that does not count anyway',
      stored(aged(1, { size: 10, defects: [...build.doubtful] }), ...three.slice(1), aged(9), aged(30)),
      undefined,
    ],
  ])('%s', (_, given, held) => {
    const plan = prune({ ...oneExpired, ...given });
    expect(plan.held).toBe(held);
    expect(ids(plan.remove)).toEqual(held === undefined ? ['d30'] : []);
  });

  test('and a copy without a date makes no other one old', () => {
    const doubtful = aged(30, { defects: [...build.doubtful] });
    const { verdicts, held } = prune(stored(doubtful, aged(20, { date: 'soon', confirmedAt: build.daysAgo(20) })));
    const reasons = verdicts.map(({ stored: copy, reason }) => `${copy.manifest.backupId} ${reason}`);
    expect({ held, reasons }).toEqual({ held: 'sync.misdated', reasons: ['d30 unverified', 'd20 young'] });
  });

  test('and the verdicts are shown all the same', () => {
    const { verdicts, later } = prune({ ...oneExpired, instanceAmbiguous: true });
    expect(verdicts.filter(({ expires }) => expires).map(({ stored: copy }) => copy.manifest.backupId)).toEqual([
      'd30',
    ]);
    expect(later).toEqual([]);
  });

  test('by what is about to be stored, too, but not by a size that nobody knows', () => {
    const pulling = (size: number | undefined, days: number) =>
      planSync(
        build.factsOf({
          ...oneExpired,
          home: build.listed([build.aBackup({ id: 'new', date: build.daysAgo(days), size })]),
        }),
      );
    expect(pulling(10, 0.5).prune.held).toBe('archive.shrunk');
    for (const days of [0.5, 1.5]) {
      const plan = pulling(undefined, days);
      expect(plan.pulls).toHaveLength(1);
      expect(plan.prune.held).toBeUndefined();
    }
  });
});

describe('whose copies go', () => {
  const expiredOf = (computerId: string): StoredBackup => aged(30, { computerId });
  const adopting = build.settingsOf({ adoptedComputers: [build.neighbour] });

  test.each<[string, string, string[]]>([
    ["this computer's", build.me, ['d30']],
    ["those of one that was given into this one's care", build.neighbour, ['d30']],
    ["no other's", build.thirdComputer, []],
  ])('%s', (_, computerId, gone) => {
    expect(ids(prune({ ...stored(...three, expiredOf(computerId)), settings: adopting }).remove)).toEqual(gone);
  });

  test('not what the user asked for in this very run', () => {
    expect(ids(prune({ ...oneExpired, asked: new Set(['d30']) }).remove)).toEqual([]);
  });

  test('not those of another house, though they lie in the same folder', () => {
    const stranger = aged(30, { instanceId: build.otherHome });
    expect(ids(prune(stored(...three, stranger)).remove)).toEqual([]);
  });
});

describe('how many go', () => {
  const manyExpired = [20, 21, 22, 23, 24].map((days) => aged(days));
  const withGone = (...hours: number[]) => ({
    gates: { ...openGates(), pruned: hours.map((each) => build.ago(each * build.hourMs)) },
  });

  test.each<[string, Partial<SyncFacts>, string[], string[]]>([
    [
      'one a day when nothing came in',
      stored(aged(2), aged(3), aged(4), ...manyExpired),
      ['d24'],
      ['d23', 'd22', 'd21', 'd20'],
    ],
    [
      'one more for each that came in, oldest first',
      stored(aged(0.1), aged(0.2), aged(0.3), ...manyExpired),
      ['d24', 'd23', 'd22', 'd21'],
      ['d20'],
    ],
    [
      'less what went already',
      { ...stored(aged(0.1), aged(3), aged(4), ...manyExpired), ...withGone(1, 23.9) },
      [],
      ['d24', 'd23', 'd22', 'd21', 'd20'],
    ],
    [
      'but not what went a day ago',
      { ...stored(aged(0.1), aged(3), aged(4), ...manyExpired), ...withGone(1, 24) },
      ['d24'],
      ['d23', 'd22', 'd21', 'd20'],
    ],
    [
      'what another computer confirmed does not count',
      stored(aged(0.1, { computerId: build.neighbour }), aged(3), aged(4), ...manyExpired),
      ['d24'],
      ['d23', 'd22', 'd21'],
    ],
  ])('%s', (_, given, remove, later) => {
    const plan = prune(given);
    expect({ remove: ids(plan.remove), later: ids(plan.later) }).toEqual({ remove, later });
  });

  test('what is pulled in this run counts as come in', () => {
    const facts = build.factsOf({
      ...stored(...three, ...manyExpired),
      home: build.listed([build.aBackup({ id: 'new', date: build.daysAgo(0.1) })]),
    });
    expect(ids(planSync(facts).prune.remove)).toEqual(['d24', 'd23']);
  });
});

describe('what is tidied up', () => {
  const { archive, size } = build.aManifest();
  const theirs = build.aManifest({ computerId: build.neighbour });
  const upload = (name = archive): build.Folder => {
    const folder = new build.Folder();
    folder.put(name, size);
    return folder;
  };
  const beside = (folder: build.Folder): build.Folder => {
    folder.store(theirs);
    return folder;
  };
  const tombstone = (manifest: Manifest): build.Folder => {
    const folder = new build.Folder();
    folder.putManifest(manifest.archive, manifest);
    return folder;
  };
  /** A listing hid the manifest, so it was written once more. */
  const twice = (manifest: Manifest, first: ManifestState = manifest): build.Folder => {
    const folder = new build.Folder();
    folder.put(manifest.archive, manifest.size);
    folder.putManifest(manifest.archive, first);
    folder.put(manifest.archive.replace('.tar', '.manifest 2.json'), 700);
    return folder;
  };
  const onHome = [build.aBackup()];

  test.each<[string, build.Folder, typeof onHome, Partial<Record<'leftovers' | 'adopt' | 'tombstones', number>>]>([
    ['an own upload that was never confirmed, while Home Assistant has the backup', upload(), onHome, {}],
    ['one that is nowhere else', upload(), [], { adopt: 1 }],
    ['one whose backup is stored', beside(upload()), onHome, { leftovers: 1 }],
    ['one whose backup is stored and gone from Home Assistant', beside(upload()), [], { leftovers: 1 }],
    ["another computer's upload", upload(theirs.archive), [], {}],
    ['a file that is not ours', upload('holiday.tar'), [], {}],
    ['the mark of a removed copy, while Home Assistant has the backup', tombstone(build.aManifest()), onHome, {}],
    ['the mark of a removed copy that cannot come back', tombstone(build.aManifest()), [], { tombstones: 1 }],
    ['the mark of a copy that was stored again', beside(tombstone(build.aManifest())), onHome, { tombstones: 1 }],
    ["another computer's mark", tombstone(theirs), [], {}],
    ['a manifest that was written twice', twice(build.aManifest()), onHome, { leftovers: 1 }],
    ["another computer's", twice(theirs), onHome, {}],
    ['the second one of a copy whose first cannot be read', twice(build.aManifest(), 'unreadable'), onHome, {}],
  ])('%s', (_, folder, home, expected) => {
    const plan = prune({ cloud: folder.view(), home: build.listed(home), gates: build.removedIn(folder) });
    const counts = { leftovers: plan.leftovers, adopt: plan.adopt, tombstones: plan.tombstones };
    expect(Object.entries(counts).map(([what, { length }]) => [what, length])).toEqual(
      Object.keys(counts).map((what) => [what, Object.entries(expected).find(([key]) => key === what)?.[1] ?? 0]),
    );
  });

  test('an own upload that broke off, of a backup that nobody wants to keep any more', () => {
    const old = build.aManifest({ backupId: 'old', date: build.daysAgo(40) });
    const folder = build.folderOf(...three);
    folder.put(old.archive, old.size);
    const listed = build.listed([build.aBackup({ id: 'old', date: build.daysAgo(40) })]);
    const names = (cloud: SyncFacts['cloud']): string[] =>
      prune({ cloud, home: listed }).leftovers.map((file) => file.name);
    expect(names(folder.view())).toEqual([old.archive]);
    // Without enough newer ones it would be stored.
    folder.remove(three[0]?.manifest.archive ?? '');
    folder.remove(three[0]?.manifestName ?? '');
    expect(names(folder.view())).toEqual([]);
  });

  test.each<[string, (gates: Gates) => Gates, number]>([
    ['the user said nothing, and one listing did not show it', () => openGates(), 0],
    ['it was missing on three days', (gates) => build.withSightings(gates, 3), 0],
    ['it was missing on four days, and nothing else is left', (gates) => build.withSightings(gates, 4), 0],
  ])('no mark of a vanished copy goes where %s', (_, change, expected) => {
    const folder = tombstone(build.aManifest());
    const plan = prune({ cloud: folder.view(), home: build.listed([]), gates: change(build.removedIn(folder)) });
    expect(plan.tombstones).toHaveLength(expected);
    expect(plan.held).toBe('cloud.copy-vanished');
  });

  test('the mark of a copy that was missing for days, while enough others stayed, goes', () => {
    const folder = build.folderOf(...three);
    const gone = build.aManifest({ backupId: 'gone', date: build.daysAgo(5) });
    folder.putManifest(gone.archive, gone);
    const gates = build.withSightings(build.removedIn(folder), 4);
    const plan = prune({ cloud: folder.view(), home: build.listed([]), gates });
    expect(ids(plan.tombstones)).toEqual(['gone']);
  });

  test('the other half of an own deletion that broke off, though Home Assistant has the backup', () => {
    const half = { cloud: tombstone(build.aManifest()).view(), home: build.listed(onHome) };
    const [own] = half.cloud.tombstones;
    const pruning = (names: string[]) => prune({ ...half, gates: { ...openGates(), pruning: names } }).tombstones;
    expect(pruning([own?.manifestName ?? ''])).toEqual([own]);
    expect(pruning(['another'])).toEqual([]);
  });

  test('whose upload it is stands in its name', () => expect(archive).toContain(`_${computerTag(build.me)}`));
});
