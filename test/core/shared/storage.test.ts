import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecastOf, freedBy, monthsOf } from '../../../src/shared/storage.ts';

const now = new Date(2026, 10, 21, 12);
const dayMs = 86_400_000;
const made = (daysAgo: number, size: number | null = 100) => ({
  id: `id-${daysAgo}`,
  date: new Date(now.getTime() - daysAgo * dayMs).toISOString(),
  size,
});
const daily = (count: number) => Array.from({ length: count }, (_none, age) => made(age));

describe('the last twelve months', () => {
  it('are twelve, oldest first, each with its own', () => {
    const months = monthsOf([made(0), made(1, 50), made(25), made(364), made(400), made(2, null)], now);
    expect(months.length).toBe(12);
    expect(months.map(({ month }) => new Date(month).getMonth())).toEqual([11, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(months.at(-1)).toMatchObject({ bytes: 150, count: 3 });
    expect(months.at(-2)).toMatchObject({ bytes: 100, count: 1 });
    expect(months.reduce((all, { count }) => all + count, 0)).toBe(4);
  });

  it('count nothing twice, whatever there is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 330 })), (ages) => {
        const months = monthsOf(
          ages.map((age) => made(age)),
          now,
        );
        expect(months.reduce((all, { count }) => all + count, 0)).toBe(ages.length);
      }),
    );
  });
});

describe('what a rule will come to', () => {
  it.each([
    ['one a day', daily(14), { days: 14, keep: 3 }, { count: 14, bytes: 1400 }],
    ['one a day, kept longer', daily(14), { days: 30, keep: 3 }, { count: 30, bytes: 3000 }],
    ['never fewer than the newest that always stay', daily(14), { days: 1, keep: 5 }, { count: 5, bytes: 500 }],
    ['one a week', [made(0), made(7), made(14), made(21), made(28)], { days: 30, keep: 3 }, { count: 5, bytes: 500 }],
    ['one alone', [made(0)], { days: 14, keep: 3 }, { count: 14, bytes: 1400 }],
    [
      'the sizes of the last thirty days',
      [...daily(10), made(90, 9000)],
      { days: 10, keep: 3 },
      { count: 10, bytes: 1000 },
    ],
    ['nothing lately', [made(90)], { days: 14, keep: 3 }, null],
    ['no size', [made(0, null)], { days: 14, keep: 3 }, null],
    ['for ever', daily(14), { days: 0, keep: 3 }, null],
  ])('%s', (_what, backups, rule, expected) => {
    expect(forecastOf(backups, rule, now)).toEqual(expected);
  });
});

it('what goes, now or later, is freed; of an unknown size nothing is promised', () => {
  const plan = [
    { id: 'id-0', next: 'keep' },
    { id: 'id-1', next: 'delete' },
    { id: 'id-2', next: 'later' },
    { id: 'id-3', next: 'delete' },
  ] as const;
  expect(freedBy([made(0), made(1), made(2, 7), made(3, null)], plan)).toBe(107);
});
