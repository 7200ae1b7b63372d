import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import {
  checkCodeAttempt,
  checkCodeRequest,
  checkPasswordAttempt,
  count,
  uncount,
} from '../../../src/core/icloud/sign-in-limits.ts';
import { openGates, type Gates } from '../../../src/core/state/gates.ts';
import * as build from '../../support/domain-builders.ts';

type Counters = Gates['signIn'];

/** Moments so many minutes ago. */
const minutes = (...ago: number[]): string[] => ago.map((each) => build.ago(each * build.minuteMs));
const counters = (given: Partial<Counters> = {}): Counters => ({ ...openGates().signIn, ...given });

/** Until when it is refused, in minutes from now; `go` when it is not. */
const verdict = (check: () => void): number | 'go' => {
  try {
    check();
    return 'go';
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'icloud.code-limit') throw error;
    return (Date.parse(String(error.facts.until)) - build.now.getTime()) / build.minuteMs;
  }
};

describe('the password', () => {
  test.each<[what: string, Partial<Counters>, number | 'go']>([
    ['the first time', {}, 'go'],
    ['after one wrong one', { wrongPasswords: minutes(1) }, 'go'],
    ['after two', { wrongPasswords: minutes(30, 10) }, 50],
    ['after two, just now', { wrongPasswords: minutes(0, 0) }, 60],
    ['after two, an hour ago', { wrongPasswords: minutes(70, 60) }, 'go'],
    ['after two, a minute less', { wrongPasswords: minutes(70, 59) }, 1],
    ['the first of them long ago, but still the same series', { wrongPasswords: minutes(110, 55) }, 5],
    ['after three wrong codes', { wrongCodes: minutes(3, 2, 1) }, 59],
    ['after three codes asked: those stop codes only', { codesAsked: minutes(3, 2, 1) }, 'go'],
  ])('%s: %s', (_, given, expected) => {
    expect(verdict(() => checkPasswordAttempt(counters(given), build.now))).toBe(expected);
  });
});

describe('asking for a code', () => {
  test.each<[what: string, Partial<Counters>, sameWay: number | 'go', otherWay: number | 'go']>([
    ['the first time', {}, 'go', 'go'],
    ['half a minute after one', { codesAsked: minutes(0.5) }, 0.5, 'go'],
    ['a minute after one', { codesAsked: minutes(1) }, 'go', 'go'],
    ['after two', { codesAsked: minutes(5, 2) }, 'go', 'go'],
    ['after three', { codesAsked: minutes(9, 5, 2) }, 58, 58],
    ['after three, just now', { codesAsked: minutes(2, 1, 0) }, 60, 60],
    ['after three, an hour ago', { codesAsked: minutes(62, 61, 60) }, 'go', 'go'],
    ['after three wrong codes', { wrongCodes: minutes(5, 4, 2) }, 58, 58],
    ['after two wrong passwords: those stop passwords only', { wrongPasswords: minutes(5, 4) }, 'go', 'go'],
  ])('%s: %s the same way, %s another', (_, given, sameWay, otherWay) => {
    expect(verdict(() => checkCodeRequest(counters(given), true, build.now))).toBe(sameWay);
    expect(verdict(() => checkCodeRequest(counters(given), false, build.now))).toBe(otherWay);
  });
});

test.each<[number[], number | 'go']>([
  [[], 'go'],
  [[2, 1], 'go'],
  [[3, 2, 1], 59],
  [[62, 61, 60], 'go'],
])('after wrong codes %j minutes ago: %s', (ago, expected) => {
  expect(verdict(() => checkCodeAttempt(counters({ wrongCodes: minutes(...ago) }), build.now))).toBe(expected);
});

describe('counting', () => {
  test('begins anew after an hour of quiet', () => {
    const before = counters({ wrongPasswords: minutes(90, 61) });
    expect(count(before, 'wrongPasswords', build.now).wrongPasswords).toEqual([build.now.toISOString()]);
  });

  test('goes on within the hour, and leaves the others alone', () => {
    const before = counters({ wrongPasswords: minutes(90, 59), codesAsked: minutes(5) });
    const after = count(before, 'wrongPasswords', build.now);
    expect(after).toEqual({ ...before, wrongPasswords: [...before.wrongPasswords, build.now.toISOString()] });
    expect(uncount(after, 'wrongPasswords')).toEqual(before);
  });

  test('nothing is taken back from nothing', () => {
    expect(uncount(counters(), 'codesAsked')).toEqual(counters());
  });

  test.each([
    ['wrongPasswords', 2, checkPasswordAttempt],
    ['wrongCodes', 3, checkCodeAttempt],
    ['codesAsked', 3, (all: Counters, now: Date) => checkCodeRequest(all, true, now)],
  ] as const)('however somebody tries, %s happen at most %d times within any hour', (what, limit, check) => {
    fc.assert(
      fc.property(fc.array(fc.nat(80 * build.minuteMs), { maxLength: 60 }), (gaps) => {
        let all = counters();
        let now = build.now.getTime();
        const done: number[] = [];
        for (const gap of gaps) {
          now += gap;
          if (verdict(() => check(all, new Date(now))) !== 'go') continue;
          all = count(all, what, new Date(now));
          done.push(now);
        }
        for (const [index, at] of done.entries()) {
          const before = done[index - limit];
          if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(build.hourMs);
        }
      }),
    );
  });

  test('nobody is locked out for more than an hour, also when the clock was ahead and is right again', () => {
    const day = [-1440, -1440, -1440];
    const ahead = counters({
      wrongPasswords: minutes(...day),
      wrongCodes: minutes(...day),
      codesAsked: minutes(...day),
    });
    const soon = new Date(build.now.getTime() + build.hourMs);
    for (const check of [checkPasswordAttempt, checkCodeAttempt]) {
      expect(verdict(() => check(ahead, soon))).toBe('go');
    }
  });
});
