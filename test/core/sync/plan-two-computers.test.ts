import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { manifestNameOf, parseArchiveName } from '../../../src/core/domain/names.ts';
import { openGates, type Gates } from '../../../src/core/state/gates.ts';
import { planPrune } from '../../../src/core/sync/plan-prune.ts';
import { planSync } from '../../../src/core/sync/plan-sync.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import * as build from '../../support/domain-builders.ts';
import { verifiedIds } from '../../support/plan-world.ts';

/** One account that two computers work on. Time passes with every step of either. */
interface Account {
  readonly folder: build.Folder;
  readonly backups: readonly HaBackup[];
  time: number;
}

interface Computer {
  readonly id: string;
  /** Its clock against the right time. */
  readonly skewMs: number;
  readonly settings: SyncFacts['settings'];
  gates: Gates;
}

const factsFor = (computer: Computer, { folder, backups, time }: Account): SyncFacts => ({
  home: build.listed(backups),
  cloud: folder.view(true, -computer.skewMs),
  settings: computer.settings,
  gates: computer.gates,
  homeSkewMs: -computer.skewMs,
  instanceAmbiguous: false,
  now: new Date(time + computer.skewMs),
  asked: new Set(),
});

/** A second look at the names alone, just before an upload. */
const isStoredByName = (folder: build.Folder, backupId: string): boolean =>
  [...folder.files.keys()].some(
    (name) => parseArchiveName(name)?.backupId === backupId && folder.files.has(manifestNameOf(name)),
  );

/** One whole run, able to be interrupted by the other computer wherever two calls to the service lie apart. */
function* run(computer: Computer, account: Account): Generator<undefined, void, undefined> {
  const { folder } = account;
  const { pulls } = planSync(factsFor(computer, account));
  yield;
  for (const { backup } of pulls) {
    if (isStoredByName(folder, backup.id)) continue;
    yield;
    const { archive, size } = build.manifestOf(backup, build.now, computer.id);
    folder.put(archive, size);
    yield;
    const confirmedAt = new Date(account.time + computer.skewMs);
    const { retention } = computer.settings;
    folder.putManifest(archive, { ...build.manifestOf(backup, confirmedAt, computer.id), archive, retention });
    yield;
  }
  const prune = planPrune(factsFor(computer, account), []);
  yield;
  for (const { manifest, manifestName } of [...prune.remove, ...prune.duplicates]) {
    computer.gates = { ...computer.gates, pruned: [...computer.gates.pruned, new Date(account.time).toISOString()] };
    folder.remove(manifest.archive);
    yield;
    folder.remove(manifestName);
    yield;
  }
  for (const name of [...prune.leftovers, ...prune.tombstones.map((copy) => ({ name: copy.manifestName }))]) {
    folder.remove(name.name);
    yield;
  }
}

/** Who makes the next step, how long it takes, and where a computer dies and starts a new run. */
const aStep = fc.record({
  who: fc.constantFrom(0, 1),
  takesMs: fc.constantFrom(0, 0, 1000, 60_000, build.hourMs),
  dies: fc.constantFrom(...Array.from({ length: 25 }, () => false), true),
});
const aSkew = fc.integer({ min: -9, max: 9 }).map((minutes) => minutes * build.minuteMs);

const aMeeting = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
  steps: fc.array(aStep, { maxLength: 80 }),
  skews: fc.tuple(aSkew, aSkew),
  floors: fc.tuple(fc.constantFrom(1, 3), fc.constantFrom(1, 3)),
  /** Longer than the test lasts: nothing goes but what stands twice. */
  keep: fc.tuple(fc.constantFrom(0, 60, 90), fc.constantFrom(0, 60, 90)),
});
type Meeting = typeof aMeeting extends fc.Arbitrary<infer Each> ? Each : never;

const accountOf = ({ days }: Meeting): Account => ({
  folder: new build.Folder(),
  backups: days.map((day) => build.aBackup({ id: `d${day}`, date: build.ago(day * build.dayMs + build.hourMs) })),
  time: build.now.getTime(),
});

const computersOf = ({ skews, floors, keep }: Meeting): [Computer, Computer] => {
  const computer = (id: string, which: 0 | 1): Computer => {
    // Where each promises something that the other does not, each keeps its own copy.
    const floor = keep[0] === keep[1] ? floors[which] : floors[0];
    const settings = build.settingsOf({ computerId: id, floor, days: keep[which] });
    return { id, skewMs: skews[which], settings, gates: openGates() };
  };
  return [computer(build.me, 0), computer(build.neighbour, 1)];
};

/** Steps of both mixed as given, then whole runs in turn on the following days until nothing changes any more. */
const meet = (meeting: Meeting, account: Account, afterStep: () => void): void => {
  const computers: readonly Computer[] = computersOf(meeting);
  const running = computers.map((computer) => run(computer, account));
  for (const { who, takesMs, dies } of meeting.steps) {
    const computer = computers[who];
    account.time += takesMs;
    if (computer && (dies || running[who]?.next().done)) running[who] = run(computer, account);
    afterStep();
  }
  for (let day = 0; day < 8; day += 1) {
    account.time += build.dayMs;
    for (const [who, computer] of computers.entries()) {
      while (!running[who]?.next().done) afterStep();
      running[who] = run(computer, account);
    }
  }
};

const copiesById = (account: Account): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { manifest } of account.folder.view().stored) {
    counts.set(manifest.backupId, (counts.get(manifest.backupId) ?? 0) + 1);
  }
  return counts;
};

describe('two computers on one account', () => {
  test('end with exactly one copy of each backup and nothing else, however their steps mix', () => {
    fc.assert(
      fc.property(aMeeting, (meeting) => {
        const account = accountOf(meeting);
        const ever = new Set<string>();
        meet(meeting, account, () => {
          for (const id of verifiedIds(account.folder)) ever.add(id);
        });
        const { stored, unconfirmed, tombstones } = account.folder.view();
        expect([...copiesById(account)].filter(([, count]) => count !== 1)).toEqual([]);
        expect([unconfirmed, tombstones]).toEqual([[], []]);
        expect(account.folder.files.size).toBe(2 * stored.length);
        expect(new Set(copiesById(account).keys())).toEqual(ever);
        expect(ever.size).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('never lose a backup that either of them had stored', () => {
    fc.assert(
      fc.property(aMeeting, (meeting) => {
        const account = accountOf(meeting);
        const ever = new Set<string>();
        meet(meeting, account, () => {
          const there = verifiedIds(account.folder);
          for (const id of there) ever.add(id);
          expect(there).toEqual(ever);
        });
      }),
      { numRuns: 500 },
    );
  });
});
