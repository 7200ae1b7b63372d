import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isCreateDue,
  nextLook,
  rhythmHours,
  staleness,
  type ScheduleFacts,
  type ScheduleSettings,
} from '../../../src/core/domain/schedule.ts';
import * as build from '../../support/domain-builders.ts';

const nothing: ScheduleFacts = {
  lastLook: undefined,
  pausedUntil: undefined,
  newestBackup: undefined,
  lastCreate: undefined,
  lastOrder: undefined,
  clocksDiffer: false,
};
const hourly: ScheduleSettings = { lookMinutes: 60, createIfOlderThanHours: null };
const at = (text: string): Date => new Date(text);
const later = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
const { hourMs, minuteMs, dayMs } = build;

describe('the next look', () => {
  test.each<[what: string, facts: Partial<ScheduleFacts>, next: Date]>([
    ['before the first one: now', {}, build.now],
    ['an hour after the last', { lastLook: later(build.now, -10 * minuteMs) }, later(build.now, 50 * minuteMs)],
    ['due to the minute', { lastLook: later(build.now, -hourMs) }, build.now],
    ['three days ago: over and due', { lastLook: later(build.now, -3 * dayMs) }, later(build.now, hourMs - 3 * dayMs)],
    ['the clock was set back: now', { lastLook: later(build.now, 2 * dayMs) }, build.now],
    ['paused for longer than that', { pausedUntil: later(build.now, 5 * hourMs) }, later(build.now, 5 * hourMs)],
    [
      'paused for shorter than that',
      { lastLook: build.now, pausedUntil: later(build.now, minuteMs) },
      later(build.now, hourMs),
    ],
    [
      'a pause that is over',
      { lastLook: later(build.now, -2 * dayMs), pausedUntil: later(build.now, -dayMs) },
      later(build.now, -dayMs),
    ],
    [
      'paused and the clock set back',
      { lastLook: later(build.now, dayMs), pausedUntil: later(build.now, hourMs) },
      later(build.now, hourMs),
    ],
  ])('%s', (_, facts, next) => {
    expect(nextLook(hourly, { ...nothing, ...facts }, build.now)).toEqual(next);
  });

  // 02:00 happens twice in the night of 25 October 2026 in Berlin, and never in that of 29 March.
  test.each([
    ['backwards', '2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'],
    ['forwards', '2026-03-29T01:30:00+01:00', '2026-03-29T03:30:00+02:00'],
  ])('is an hour later while the clocks go %s', (_, last, next) => {
    const facts = { ...nothing, lastLook: at(last) };
    expect(nextLook(hourly, facts, later(at(last), minuteMs))).toEqual(at(next));
  });
});

/** The looks of a computer that asks whenever it is awake, at the given moments. */
const looksOf = (settings: ScheduleSettings, moments: readonly Date[], paused?: Date): Date[] => {
  const looks: Date[] = [];
  for (const now of moments) {
    const facts = { ...nothing, lastLook: looks.at(-1), pausedUntil: paused };
    if (nextLook(settings, facts, now) <= now) looks.push(now);
  }
  return looks;
};

const minutesFrom = (from: Date, count: number): Date[] =>
  Array.from({ length: count }, (_, index) => later(from, index * minuteMs));

describe('as time goes by', () => {
  test('three days asleep end in exactly one look', () => {
    const before = minutesFrom(build.now, 90);
    const wakeUp = later(build.now, 3 * dayMs);
    const looks = looksOf(hourly, [...before, ...minutesFrom(wakeUp, 59)]);
    expect(looks).toEqual([build.now, later(build.now, hourMs), wakeUp]);
  });

  test('a day has 24 looks, whatever the clocks do in it', () => {
    for (const day of ['2026-03-29T00:00:00+01:00', '2026-10-25T00:00:00+02:00', '2026-07-01T00:00:00Z']) {
      expect(looksOf(hourly, minutesFrom(at(day), 24 * 60))).toHaveLength(24);
    }
  });

  test('nobody looks during a pause, and once right after it', () => {
    const end = later(build.now, 5 * hourMs);
    expect(looksOf(hourly, minutesFrom(build.now, 5 * 60 + 30), end)).toEqual([end]);
  });

  test('a clock that was a year ahead costs one look more, not a year', () => {
    const ahead = later(build.now, 365 * dayMs);
    expect(looksOf(hourly, [ahead, ...minutesFrom(build.now, 61)])).toEqual([
      ahead,
      build.now,
      later(build.now, hourMs),
    ]);
  });

  const steps = fc.array(fc.oneof(fc.nat(3 * minuteMs), fc.nat(2 * hourMs), fc.nat(5 * dayMs)), { maxLength: 80 });
  const someSettings = fc.record({
    lookMinutes: fc.integer({ min: 5, max: 1440 }),
    createIfOlderThanHours: fc.constant(null),
  });
  const somePause = fc.option(
    fc.nat(10 * dayMs).map((ms) => later(build.now, ms)),
    { nil: undefined },
  );

  test('never two looks within the interval, never one in a pause, and none missed', () => {
    fc.assert(
      fc.property(someSettings, steps, somePause, (settings, gaps, paused) => {
        const moments = gaps.reduce<Date[]>((all, gap) => [...all, later(all.at(-1) ?? build.now, gap)], [build.now]);
        const looks = looksOf(settings, moments, paused);
        for (const [index, look] of looks.entries()) {
          const before = looks[index - 1];
          if (before) expect(look.getTime() - before.getTime()).toBeGreaterThanOrEqual(settings.lookMinutes * minuteMs);
          if (paused) expect(look.getTime()).toBeGreaterThanOrEqual(paused.getTime());
        }
        const last = moments.at(-1) ?? build.now;
        const waited = last.getTime() - Math.max(looks.at(-1)?.getTime() ?? -Infinity, 0);
        if (!paused || last >= paused) expect(waited).toBeLessThan(settings.lookMinutes * minuteMs);
      }),
    );
  });

  test('with a clock that jumps as it likes, a look is never further away than the interval', () => {
    const anyMoment = fc.integer({ min: -400, max: 400 }).map((days) => later(build.now, days * dayMs));
    fc.assert(
      fc.property(someSettings, anyMoment, anyMoment, (settings, lastLook, now) => {
        const next = nextLook(settings, { ...nothing, lastLook }, now);
        expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(settings.lookMinutes * minuteMs);
      }),
    );
  });
});

describe('asking for a new backup', () => {
  const daily: ScheduleSettings = { lookMinutes: 60, createIfOlderThanHours: 24 };
  const backup = (hoursAgo: number): Date => later(build.now, -hoursAgo * hourMs);

  test.each<[what: string, settings: ScheduleSettings, facts: Partial<ScheduleFacts>, due: boolean]>([
    ['never wanted', hourly, {}, false],
    ['never wanted, and very old', hourly, { newestBackup: backup(5000) }, false],
    ['none there', daily, {}, true],
    ['young enough', daily, { newestBackup: backup(23) }, false],
    ['as old as it may be', daily, { newestBackup: backup(24) }, false],
    ['older', daily, { newestBackup: backup(24.01) }, true],
    ['three days old', daily, { newestBackup: backup(72) }, true],
    ['asked a minute ago', daily, { newestBackup: backup(72), lastCreate: later(build.now, -minuteMs) }, false],
    ['asked 59 minutes ago', daily, { lastCreate: later(build.now, -59 * minuteMs) }, false],
    ['asked an hour ago, in vain', daily, { newestBackup: backup(72), lastCreate: later(build.now, -hourMs) }, true],
    ['asked an hour ago, with success', daily, { newestBackup: backup(1), lastCreate: backup(1) }, false],
    ['asked in the future: the clock was set back', daily, { lastCreate: later(build.now, dayMs) }, true],
  ])('%s: %s', (_, settings, facts, due) => {
    expect(isCreateDue(settings, { ...nothing, ...facts }, build.now)).toBe(due);
  });

  test('a Home Assistant that cannot make one is asked at most once an hour', () => {
    const asked: Date[] = [];
    for (const now of minutesFrom(build.now, 10 * 60)) {
      if (isCreateDue(daily, { ...nothing, lastCreate: asked.at(-1) }, now)) asked.push(now);
    }
    expect(asked).toHaveLength(10);
  });

  test('three days asleep end in exactly one new backup', () => {
    let newest = backup(72);
    let made = 0;
    for (const now of minutesFrom(build.now, 23 * 60)) {
      if (!isCreateDue(daily, { ...nothing, newestBackup: newest }, now)) continue;
      made += 1;
      newest = now;
    }
    expect(made).toBe(1);
  });
});

describe('how old is too old', () => {
  test.each([
    [undefined, undefined],
    ['never', undefined],
    ['daily', 24],
    ['custom_days', 168],
  ] as const)('%s: a rhythm of %s hours', (recurrence, hours) => {
    expect(rhythmHours(recurrence)).toBe(hours);
  });

  test.each([
    [24, 0, 'fresh'],
    [24, 27, 'fresh'],
    [24, 27.1, 'late'],
    [24, 72, 'late'],
    [24, 72.1, 'stale'],
    [168, 171, 'fresh'],
    [168, 172, 'late'],
    [168, 336, 'late'],
    [168, 337, 'stale'],
    [undefined, 171, 'fresh'],
    [undefined, 337, 'stale'],
  ] as const)('a rhythm of %s hours, %s hours old: %s', (rhythm, age, level) => {
    expect(staleness(age, rhythm)).toBe(level);
  });

  test('never gets fresher with age', () => {
    const order = ['fresh', 'late', 'stale'];
    const hours = fc.double({ min: 0, max: 2000, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(24, 168, undefined), hours, hours, (rhythm, a, b) => {
        const [young, old] = [staleness(Math.min(a, b), rhythm), staleness(Math.max(a, b), rhythm)];
        expect(order.indexOf(old)).toBeGreaterThanOrEqual(order.indexOf(young));
      }),
    );
  });
});
