import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOpen } from '../../../src/core/domain/doubts.ts';
import { idInName } from '../../../src/core/domain/names.ts';
import { missingBackups, shortfalls, type EverythingFacts } from '../../../src/core/sync/everything.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import { openGates } from '../../../src/core/state/gates.ts';
import * as build from '../../support/domain-builders.ts';
import { aWorld, factsOf } from '../../support/plan-world.ts';

const justNow = build.ago(10 * build.minuteMs);
const everything = (sync: Partial<SyncFacts>, given: Partial<EverythingFacts> = {}): EverythingFacts => ({
  sync: build.factsOf(sync),
  homeSeen: justNow,
  cloudSeen: justNow,
  planned: undefined,
  checkMinutes: 60,
  reasons: new Map(),
  ...given,
});
const codes = (facts: EverythingFacts): string[] => shortfalls(facts).map(({ code }) => code);

const one = build.aStored();
const good = { home: build.listed([build.aBackup()]), cloud: build.folderOf(one).view() };
const gates = (given: Partial<SyncFacts['gates']>) => ({ gates: { ...openGates(), ...given } });
const b1 = (given: SyncFacts['gates']['backups'][string]) => gates({ backups: { b1: given } });
const inAnHour = build.ago(-build.hourMs);
const lost = new build.Folder();
lost.putManifest(one.manifest.archive, one.manifest);

describe('what speaks against "everything is backed up"', () => {
  test.each<[what: string, sync: Partial<SyncFacts>, given: Partial<EverythingFacts>, expected: string[]]>([
    ['nothing', good, {}, []],
    ['a backup that is not stored', { home: good.home }, {}, ['sync.waiting']],
    ['one that backs off', { home: good.home, ...b1({ failures: 1, notBefore: inAnHour }) }, {}, ['sync.waiting']],
    [
      'one whose last attempt ended for a reason that is known',
      { home: good.home, ...b1({ failures: 1, notBefore: inAnHour }) },
      { reasons: new Map([['b1', { code: 'disk.full', facts: { neededBytes: 5 } }]]) },
      ['disk.full'],
    ],
    ['one that was given up', { home: good.home, ...b1({ failures: 4 }) }, {}, ['sync.gave-up']],
    [
      'one that is not encrypted, which it has to be',
      {
        home: build.listed([build.aBackup({ copies: [{ agentId: 'a', size: 5, protected: false }] })]),
        settings: build.settingsOf({ requireProtected: true }),
      },
      {},
      ['archive.unprotected'],
    ],
    ['one that no location holds', { home: build.listed([build.aBackup({ copies: [] })]) }, {}, ['sync.waiting']],
    [
      'an old one that is not stored, beside a newer one that is',
      { ...good, home: build.listed([build.aBackup(), build.aBackup({ id: 'b0', date: build.daysAgo(9) })]) },
      {},
      ['sync.waiting'],
    ],
    [
      'not an old one that nobody wants to keep',
      {
        home: build.listed([build.aBackup(), build.aBackup({ id: 'b0', date: build.daysAgo(90) })]),
        cloud: build
          .folderOf(one, ...[2, 3].map((day) => build.aStored({ backupId: `d${day}`, date: build.daysAgo(day) })))
          .view(),
      },
      {},
      [],
    ],
    ['an archive that has disappeared', { ...good, cloud: lost.view() }, {}, ['cloud.copy-vanished']],
    [
      'a copy with a part that is empty',
      { ...good, cloud: build.folderOf(build.aStored({ defects: [...build.doubtful] })).view() },
      {},
      ['archive.defects'],
    ],
    ['clocks that differ', { ...good, homeSkewMs: build.hourMs }, {}, ['sync.clock-skew']],
    [
      'a copy of tomorrow',
      { ...good, cloud: build.folderOf(one, build.aStored({ backupId: 'late', date: build.daysAgo(-1) })).view() },
      {},
      ['sync.misdated'],
    ],
    [
      'a list of Home Assistant that is incomplete',
      { ...good, home: build.listed([build.aBackup()], false) },
      {},
      ['ha.list-incomplete'],
    ],
    ['a check of Home Assistant long ago', good, { homeSeen: build.daysAgo(2) }, ['sync.not-checked']],
    ['a check of iCloud long ago', good, { cloudSeen: build.daysAgo(2) }, ['sync.not-checked']],
    ['a check in the future', good, { homeSeen: build.daysAgo(-2) }, ['sync.not-checked']],
    [
      'a backup that must have been made since',
      good,
      { planned: build.ago(5 * build.hourMs), homeSeen: build.ago(6 * build.hourMs) },
      ['sync.not-checked'],
    ],
    [
      'not one that is only just being made',
      good,
      { planned: build.ago(build.hourMs), homeSeen: build.ago(2 * build.hourMs) },
      [],
    ],
    [
      "another computer's copy that is deleted sooner than promised here",
      {
        cloud: build.folderOf(build.aStored({ computerId: build.neighbour, retention: { days: 1, floor: 1 } })).view(),
      },
      {},
      ['sync.kept-shorter'],
    ],
    [
      "not another computer's copy that is kept as long",
      {
        cloud: build.folderOf(build.aStored({ computerId: build.neighbour, retention: { days: 0, floor: 3 } })).view(),
      },
      {},
      [],
    ],
  ])('%s', (_, sync, given, expected) => expect(codes(everything(sync, given))).toEqual(expected));

  test('each missing backup is named, newest first, with the reason that tells most', () => {
    const backups = [
      build.aBackup({ id: 'old', date: build.daysAgo(3) }),
      build.aBackup({ id: 'new', date: build.daysAgo(1) }),
    ];
    const reasons = new Map([['old', { code: 'cloud.offline' as const, facts: {} }]]);
    const found = missingBackups(everything({ home: build.listed(backups) }, { reasons }));
    expect(found.map(({ id, problem }) => [id, problem.code])).toEqual([
      ['new', 'sync.waiting'],
      ['old', 'cloud.offline'],
    ]);
  });
});

/** The same decision, slowly and one sentence at a time. */
const isEverythingBackedUp = ({ sync, homeSeen, cloudSeen }: EverythingFacts): boolean => {
  const { home, cloud, settings, gates: shut, now } = sync;
  const ours = [settings.computerId, ...settings.adoptedComputers];
  const keepsAsLong = (theirs: number): boolean =>
    theirs === 0 || (settings.retention.days !== 0 && theirs >= settings.retention.days);
  const counted = cloud.stored.filter(
    ({ manifest: { computerId, retention } }) =>
      ours.includes(computerId) ||
      !retention ||
      (keepsAsLong(retention.days) && retention.floor >= settings.retention.floor),
  );
  const verified = counted.filter(
    ({ manifest, test: tested }) =>
      manifest.level >= 1 &&
      tested?.verdict !== 'failed' &&
      !manifest.defects.some(({ kind }) => kind === 'empty-part' || kind === 'unknown-format') &&
      !manifest.proof?.levels.some(
        ({ holds, problem }) =>
          holds === false &&
          problem?.code !== 'proof.doubtful' &&
          !(problem?.code === 'proof.wrong-key' && tested?.verdict === 'came-back'),
      ),
  );
  const isYoung = (date: string): boolean =>
    settings.retention.days === 0 || now.getTime() - Date.parse(date) <= settings.retention.days * build.dayMs;
  const stored = new Set([...counted.map(({ manifest }) => idInName(manifest.backupId)), ...cloud.storedByNewer]);
  const own = new Set(
    verified
      .filter(({ manifest }) => ours.includes(manifest.computerId))
      .map(({ manifest }) => idInName(manifest.backupId)),
  );
  const rest = { stored: own, floor: settings.retention.floor };
  const removed = new Set(
    Object.values(shut.doubts)
      .filter(({ answered }) => answered)
      .map((doubt) => doubt.backupId),
  );
  const youngMissing = home.items.some(
    ({ id, date }) => isYoung(date) && !stored.has(idInName(id)) && !removed.has(idInName(id)),
  );
  const youngUnverified = counted.some(
    ({ manifest }) =>
      isYoung(manifest.date) && !verified.some((other) => other.manifest.backupId === manifest.backupId),
  );
  const recent = [homeSeen, cloudSeen].every(
    (at) => at !== undefined && Math.abs(now.getTime() - Date.parse(at)) <= 26 * build.hourMs,
  );
  return (
    home.complete &&
    cloud.complete &&
    !youngMissing &&
    !youngUnverified &&
    !cloud.stored.some((copy) => copy.test?.verdict === 'failed') &&
    !Object.values(shut.doubts).some((doubt) => isOpen(doubt, rest)) &&
    Math.abs(sync.homeSkewMs ?? 0) <= 10 * build.minuteMs &&
    recent
  );
};

describe('in any state', { timeout: 60_000 }, () => {
  const seen = fc.constantFrom(
    justNow,
    justNow,
    justNow,
    build.daysAgo(1),
    build.daysAgo(1.2),
    build.daysAgo(-3),
    undefined,
  );
  const skew = fc.constantFrom(0, 0, 0, 9 * build.minuteMs, -11 * build.minuteMs);

  test('"everything is backed up" is never said where the slow statement of it does not hold', () => {
    fc.assert(
      fc.property(aWorld, seen, seen, skew, fc.boolean(), (world, homeSeen, cloudSeen, homeSkewMs, answered) => {
        const marked = answered ? { ...world.gates, doubts: build.removedIn(world.folder).doubts } : world.gates;
        const sync = { ...factsOf({ ...world, gates: marked, asked: new Set() }), homeSkewMs };
        const facts = everything({}, { sync, homeSeen, cloudSeen });
        if (shortfalls(facts).length === 0) expect(isEverythingBackedUp(facts)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('and it is said where each listed backup is stored, verified and alone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(12), { minLength: 1 }), (days) => {
        const backups = days.map((day) => build.aBackup({ id: `d${day}`, date: build.daysAgo(day) }));
        const cloud = build
          .folderOf(...backups.map((backup) => build.asStored(build.manifestOf(backup, build.now))))
          .view();
        expect(codes(everything({ home: build.listed(backups), cloud }))).toEqual([]);
      }),
    );
  });
});
