import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learn, noPace, secondsLeft, type Pace } from '../../../src/main/host/estimate.ts';
import type { Activity, TransferState } from '../../../src/shared/run-report.ts';

type Transferring = Extract<Activity, { phase: 'transferring' }>;
const legOf = (name: string, bytes: number, total: number | undefined = 1000): TransferState => ({
  name,
  bytes,
  total,
});
const up = (bytes: number, more: Partial<Transferring> = {}, finishing = false): Transferring => ({
  phase: 'transferring',
  upload: { ...legOf('a', bytes), finishing },
  waiting: 0,
  ...more,
});
const down = (bytes: number, waiting = 0, total?: number): Transferring => ({
  phase: 'transferring',
  download: legOf('a', bytes, total),
  waiting,
});

/** Learned from these, ten seconds apart. */
const paceOf = (...activities: Activity[]): Pace =>
  activities.reduce((pace, activity, index) => learn(pace, activity, index * 10_000), noPace);

describe('seconds left', () => {
  const ten = [up(0), up(100)];
  test.each<[what: string, seen: Activity[], now: Activity, expected: number | null]>([
    ['nothing moved yet', [up(0)], up(0), null],
    ['half of the rest at 10 B/s', ten, up(500), 50],
    ['one more of the same size waits', ten, up(500, { waiting: 1 }), 150],
    [
      'the next comes down meanwhile and is one of those that wait',
      ten,
      up(500, { download: legOf('b', 1), waiting: 1 }),
      150,
    ],
    ['everything is sent, and nobody knows how long Apple takes', ten, up(1000, {}, true), null],
    ['the first comes down, and nothing ever went up', [down(0), down(100)], down(500), null],
    ['it comes down, and the line up is known', [up(0), up(100), down(0), down(100)], down(500), 150],
    [
      'of unknown size',
      [down(0), down(100)],
      { ...down(500), download: { name: 'a', bytes: 1, total: undefined } },
      null,
    ],
    ['no transfer', ten, { phase: 'pruning' }, null],
    ['between two', ten, { phase: 'transferring', waiting: 1 }, null],
  ])('%s', (_, seen, now, expected) => {
    expect(secondsLeft('backup', paceOf(...seen), now)).toBe(expected);
  });

  test('a restore only comes down', () => {
    expect(secondsLeft('restore', paceOf(down(0), down(100)), down(500))).toBe(50);
    expect(secondsLeft('restore', paceOf(down(0)), down(0))).toBeNull();
  });

  test('a standstill is no estimate, and a new file begins with the pace of the line', () => {
    expect(secondsLeft('backup', paceOf(up(100), up(100)), up(100))).toBeNull();
    const other: Transferring = { ...up(0), upload: { ...legOf('b', 0), finishing: false } };
    expect(secondsLeft('backup', paceOf(up(0), up(100), other), other)).toBe(100);
  });

  test('what swings settles near the middle', () => {
    const swings = Array.from({ length: 40 }, (_, index) => up(index * 100 + (index % 2) * 50));
    const rate = paceOf(...swings).upload?.rate ?? 0;
    expect(rate).toBeGreaterThan(7);
    expect(rate).toBeLessThan(13);
  });

  test('is never negative and never a fraction, whatever happens', () => {
    const aTransfer = fc
      .record({
        name: fc.constantFrom('a', 'b'),
        bytes: fc.nat(2000),
        total: fc.option(fc.nat(1500), { nil: undefined }),
      })
      .map(({ name, bytes, total }): TransferState => ({ name, bytes, total }));
    const anActivity = fc
      .record({
        download: fc.option(aTransfer),
        upload: fc.option(aTransfer),
        finishing: fc.boolean(),
        waiting: fc.nat(3),
      })
      .map(({ download, upload, finishing, waiting }): Activity => ({
        phase: 'transferring',
        ...(download ? { download } : {}),
        ...(upload ? { upload: { ...upload, finishing } } : {}),
        waiting,
      }));
    fc.assert(
      fc.property(fc.array(anActivity, { minLength: 1 }), fc.constantFrom('backup', 'restore'), (all, what) => {
        const left = secondsLeft(what, paceOf(...all), all.at(-1) ?? { phase: 'listing' });
        if (left !== null) expect([Number.isInteger(left), left >= 0]).toEqual([true, true]);
      }),
    );
  });
});
