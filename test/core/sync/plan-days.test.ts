import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { openGates } from '../../../src/core/state/gates.ts';
import { planPrune } from '../../../src/core/sync/plan-prune.ts';
import { planSync } from '../../../src/core/sync/plan-sync.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import * as build from '../../support/domain-builders.ts';
import { applyPrune, applyPulls, factsOf, verifiedIds, type World } from '../../support/plan-world.ts';

/** One day in the life of a computer, of Home Assistant, and of the user. */
const aDay = fc.record({
  /** When this computer runs, in minutes since Home Assistant's backup; none: it sleeps all day. */
  runs: fc.uniqueArray(fc.oneof(fc.constantFrom(0, 5, 60), fc.nat(23 * 60)), { maxLength: 3 }),
  /** Backups that Home Assistant makes at 04:45; the second has the very same date. */
  made: fc.constantFrom(1, 1, 1, 1, 2, 0),
  /** Uploads of this day fail from here on. */
  failFrom: fc.constantFrom(99, 99, 99, 99, 1, 0),
  userRemovesNewest: fc.constantFrom(false, false, false, false, false, false, true),
});
type Day = typeof aDay extends fc.Arbitrary<infer Each> ? Each : never;

const aLife = fc.record({
  days: fc.array(aDay, { minLength: 60, maxLength: 60 }),
  /** Backups that were there before, one a day. */
  before: fc.nat(20),
  /** What Home Assistant itself keeps; infinity = everything. */
  homeKeeps: fc.constantFrom(1, 2, 3, 7, 30, Infinity),
  /** Home Assistant's clock against ours, within what the rules forgive. */
  skewMs: fc.integer({ min: -10, max: 10 }).map((minutes) => minutes * build.minuteMs),
  retentionDays: fc.constantFrom(0, 1, 2, 7, 14, 30),
  floor: fc.integer({ min: 1, max: 6 }),
});

/** Sixty days go by; `watch` sees every run of them. */
class Life {
  world: World;
  lastRun = build.now;
  readonly stored: { id: string; at: Date }[] = [];
  /** By retention or as a duplicate. */
  readonly removed: { confirmedAt: string; at: Date }[] = [];
  readonly #skewMs: number;
  readonly #keeps: number;
  readonly #dates: string[] = [];

  constructor(settings: World['settings'], skewMs: number, keeps: number) {
    this.#skewMs = skewMs;
    this.#keeps = keeps;
    this.world = { folder: new build.Folder(), backups: [], gates: openGates(), settings, asked: new Set() };
  }

  make(at: Date, count: number): void {
    const date = new Date(at.getTime() + this.#skewMs).toISOString();
    const made = Array.from({ length: count }, (): HaBackup => {
      this.#dates.push(date);
      return build.aBackup({ id: `b${this.#dates.length - 1}`, date });
    });
    const backups = [...this.world.backups, ...made].slice(-this.#keeps);
    this.world = { ...this.world, backups };
  }

  run(at: Date, failFrom: number): void {
    const pulls = planSync(this.#facts(at)).pulls.slice(0, failFrom);
    this.lastRun = at;
    this.stored.push(...pulls.map(({ backup }) => ({ id: backup.id, at })));
    this.world = applyPulls(this.world, pulls, at);
    const prune = planPrune(this.#facts(at), []);
    for (const { manifest } of [...prune.remove, ...prune.duplicates]) {
      this.removed.push({ confirmedAt: manifest.confirmedAt, at });
    }
    this.world = applyPrune(this.world, prune, at);
  }

  dateOf(id: string): string {
    return this.#dates[Number(id.slice(1))] ?? '';
  }

  /** The archive alone: the manifest stays behind. */
  userRemovesNewest(): string | undefined {
    const [newest] = [...this.world.folder.view().stored].sort((a, b) =>
      b.manifest.confirmedAt.localeCompare(a.manifest.confirmedAt),
    );
    if (newest) this.world.folder.remove(newest.manifest.archive);
    return newest?.manifest.backupId;
  }

  #facts(at: Date): SyncFacts {
    return { ...factsOf(this.world), now: at, homeSkewMs: this.#skewMs };
  }
}

const live = (
  life: Life,
  { days, before }: { days: readonly Day[]; before: number },
  afterRun: (life: Life, day: Day) => void,
): void => {
  const morning = (day: number): Date => new Date(build.now.getTime() + day * build.dayMs - 7.25 * build.hourMs);
  for (let day = -before; day < 0; day += 1) life.make(morning(day), 1);
  days.forEach((each, day) => {
    life.make(morning(day), each.made);
    for (const minutes of [...each.runs].sort((a, b) => a - b)) {
      life.run(new Date(morning(day).getTime() + minutes * build.minuteMs), each.failFrom);
      afterRun(life, each);
    }
  });
};

const lifeOf = (given: { retentionDays: number; floor: number; skewMs: number; homeKeeps: number }): Life =>
  new Life(build.settingsOf({ days: given.retentionDays, floor: given.floor }), given.skewMs, given.homeKeeps);

test('in sixty days of any kind no backup is uploaded twice, and none goes before its time', () => {
  fc.assert(
    fc.property(aLife, (given) => {
      const life = lifeOf(given);
      live(life, given, () => undefined);
      const ids = life.stored.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)]);
      for (const { confirmedAt, at } of life.removed) {
        expect(at.getTime() - new Date(confirmedAt).getTime()).toBeGreaterThan(given.retentionDays * build.dayMs);
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('what the user removed stays away, however long and whatever else happens', () => {
  fc.assert(
    fc.property(aLife, (given) => {
      const life = lifeOf(given);
      const removed = new Set<string>();
      live(life, given, ({ stored, lastRun }, { userRemovesNewest }) => {
        for (const { id } of stored.filter(({ at }) => at === lastRun)) expect(removed).not.toContain(id);
        const id = userRemovesNewest ? life.userRemovesNewest() : undefined;
        if (id !== undefined) removed.add(id);
      });
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('the newest ones that were ever stored are always there, as many as the floor says', () => {
  fc.assert(
    fc.property(aLife, (given) => {
      const life = lifeOf(given);
      live(life, given, ({ world, stored }) => {
        expect(verifiedIds(world.folder).size).toBeGreaterThanOrEqual(Math.min(given.floor, stored.length));
        const newestFirst = world.folder.view().stored.map(({ manifest }) => manifest.date);
        const dates = stored.map(({ id }) => life.dateOf(id)).sort((a, b) => b.localeCompare(a));
        expect(newestFirst).toEqual(expect.arrayContaining(dates.slice(0, given.floor)));
      });
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('never more go in 24 hours than were stored in that time, and one', () => {
  fc.assert(
    fc.property(aLife, (given) => {
      const life = lifeOf(given);
      live(life, given, ({ stored, removed, lastRun }) => {
        const inADay = (events: readonly { at: Date }[]): number =>
          events.filter(({ at }) => lastRun.getTime() - at.getTime() < build.dayMs).length;
        if (removed.at(-1)?.at !== lastRun) return;
        expect(inADay(removed)).toBeLessThanOrEqual(inADay(stored) + 1);
      });
    }),
    { numRuns: 40 },
  );
}, 60_000);
