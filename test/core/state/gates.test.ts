import { describe, expect, test } from 'vitest';
import { removedByUser } from '../../../src/core/domain/doubts.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { checkApple, liftApple, rememberApple } from '../../../src/core/icloud/apple-gate.ts';
import {
  checkToken,
  forgetRemovals,
  goneLately,
  gatesSchema,
  openGates,
  rememberGone,
  rememberRemoval,
  tokenHash,
  within,
  type Gates,
} from '../../../src/core/state/gates.ts';
import { errorCodes, type ErrorCode } from '../../../src/shared/error-codes.ts';
import * as build from '../../support/domain-builders.ts';

const { now } = build;
const in6Hours = build.ago(-6 * build.hourMs);
const at = (iso: string): Date => new Date(iso);

/** The code that a check ends with; undefined = the way is free. */
const codeOf = (check: () => void): ErrorCode | undefined => {
  try {
    check();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return undefined;
};

/** Everything shut that can be shut. */
const shut: Gates = {
  tokensRefused: { home: { hash: tokenHash('secret'), code: 'ha.token-invalid' } },
  appleNeedsUser: { code: 'icloud.terms-pending', since: build.daysAgo(1) },
  appleNotBefore: in6Hours,
  appleRefusal: { code: 'icloud.no-drive' },
  applePauses: [build.ago(build.hourMs)],
  silentSignIns: [build.ago(build.hourMs)],
  full: { since: build.daysAgo(1), neededBytes: 5 },
  signIn: { codesAsked: [build.daysAgo(1)], wrongCodes: [build.daysAgo(1)], wrongPasswords: [build.daysAgo(1)] },
  backups: { b1: { failures: 4, notBefore: in6Hours, refused: { code: 'archive.torn', size: null } } },
  pruned: [build.daysAgo(1)],
  pruning: ['old.manifest.json'],
  gone: { 'gone.manifest.json': build.ago(build.hourMs) },
  damagedUploads: { 'torn.tar': 5 },
  doubts: {
    'gone.tar': {
      kind: 'vanished',
      backupId: 'b7',
      own: true,
      since: build.daysAgo(2),
      seen: build.daysAgo(1),
      sightings: 2,
    },
  },
  spoilt: { 'spoilt.tar': build.daysAgo(1) },
  pins: { '0123456789ab': build.daysAgo(2) },
  adoptions: { 'half.tar': { failures: 1, notBefore: build.daysAgo(-1) } },
  knownCopies: { home: 7 },
};

describe('a token that Home Assistant refused', () => {
  test.each<[string, string, string, ErrorCode | undefined]>([
    ['the very same', 'home', 'secret', 'ha.token-invalid'],
    ['a new one', 'home', 'secret2', undefined],
    ['the same at another instance', 'cabin', 'secret', undefined],
    ['none', 'home', '', undefined],
  ])('%s', (_, instance, token, code) => expect(codeOf(() => checkToken(shut, instance, token))).toBe(code));

  test('is not tried at all without a refusal', () => {
    expect(codeOf(() => checkToken(openGates(), 'home', 'secret'))).toBeUndefined();
  });

  test('comes back as what was said then, and cannot be read out of the gate', () => {
    const refused = (code: ErrorCode): Gates => ({
      ...openGates(),
      tokensRefused: { home: { hash: tokenHash('secret'), code } },
    });
    expect(codeOf(() => checkToken(refused('ha.not-admin'), 'home', 'secret'))).toBe('ha.not-admin');
    // A ban is the address's, and it ends: it is met before the token is used.
    expect(codeOf(() => checkToken(refused('ha.banned'), 'home', 'secret'))).toBeUndefined();
    expect(JSON.stringify(shut)).not.toContain('secret');
    expect(tokenHash('secret')).toMatch(/^[0-9a-f]{16}$/);
    expect(tokenHash('secret')).not.toBe(tokenHash('secreT'));
  });
});

describe('after what Apple answered', () => {
  const needUser: readonly ErrorCode[] = [
    'icloud.not-signed-in',
    'icloud.trust-expired',
    'icloud.session-refused',
    'icloud.terms-pending',
    'icloud.approval-needed',
    'icloud.password-wrong',
    'icloud.account-locked',
  ];

  test.each(needUser)('%s: never again by itself, whatever the time', (code) => {
    const gates = rememberApple(openGates(), new AppError(code), now);
    for (const later of [now, at(build.daysAgo(-1)), at(build.daysAgo(-900))]) {
      expect(codeOf(() => checkApple(gates, later))).toBe(code);
    }
    expect(gates.appleNeedsUser?.since).toBe(now.toISOString());
  });

  test('cloud.throttled: not for six hours', () => {
    const gates = rememberApple(openGates(), new AppError('cloud.throttled'), now);
    expect(codeOf(() => checkApple(gates, now))).toBe('cloud.throttled');
    expect(codeOf(() => checkApple(gates, new Date(at(in6Hours).getTime() - 1)))).toBe('cloud.throttled');
    expect(codeOf(() => checkApple(gates, at(in6Hours)))).toBeUndefined();
  });

  const pausing: readonly ErrorCode[] = ['cloud.throttled', 'icloud.region', 'icloud.no-drive', 'icloud.access-denied'];

  test.each(pausing)('%s: a pause that grows, until there was none for three days', (code) => {
    let gates = openGates();
    let time = now.getTime();
    const pauses = Array.from({ length: 5 }, () => {
      gates = rememberApple(gates, new AppError(code), new Date(time));
      expect(codeOf(() => checkApple(gates, new Date(time)))).toBe(code);
      const until = at(gates.appleNotBefore ?? '').getTime();
      expect(codeOf(() => checkApple(gates, new Date(until)))).toBeUndefined();
      const hours = (until - time) / build.hourMs;
      time = until;
      return hours;
    });
    expect(pauses).toEqual([6, 12, 24, 24, 24]);
    const later = rememberApple(gates, new AppError(code), new Date(time + 4 * build.dayMs));
    expect(at(later.appleNotBefore ?? '').getTime() - time - 4 * build.dayMs).toBe(6 * build.hourMs);
    expect(liftApple(later)).toEqual(openGates());
  });

  test('any other code: nothing changes', () => {
    const others = errorCodes.filter((code) => !pausing.includes(code) && !needUser.includes(code));
    expect(others.length).toBeGreaterThan(50);
    for (const code of others) expect(rememberApple(shut, new AppError(code), now)).toEqual(shut);
  });

  test('both: the user comes first, the quiet afterwards', () => {
    expect(codeOf(() => checkApple(shut, now))).toBe('icloud.terms-pending');
    const quiet = rememberApple(
      rememberApple(openGates(), new AppError('cloud.throttled'), now),
      new AppError('icloud.trust-expired'),
      now,
    );
    expect(quiet.appleNotBefore).toBe(in6Hours);
    expect(codeOf(() => checkApple(quiet, now))).toBe('icloud.trust-expired');
  });

  test('nothing else in the gates is touched', () => {
    const { appleNeedsUser, ...before } = shut;
    const { appleNeedsUser: since, ...after } = rememberApple(shut, new AppError('icloud.account-locked'), now);
    expect(after).toEqual(before);
    expect([appleNeedsUser?.code, since?.code]).toEqual(['icloud.terms-pending', 'icloud.account-locked']);
  });
});

describe('a sign-in that was completed', () => {
  test('opens what waited for it and leaves the rest', () => {
    const {
      tokensRefused,
      silentSignIns,
      backups,
      pruned,
      pruning,
      gone,
      damagedUploads,
      doubts,
      spoilt,
      pins,
      adoptions,
      knownCopies,
    } = shut;
    const lifted = liftApple(shut);
    expect(lifted).toEqual({
      ...openGates(),
      tokensRefused,
      silentSignIns,
      backups,
      pruned,
      pruning,
      gone,
      damagedUploads,
      doubts,
      spoilt,
      pins,
      adoptions,
      knownCopies,
    });
    expect(codeOf(() => checkApple(lifted, now))).toBeUndefined();
    expect(codeOf(() => checkToken(lifted, 'home', 'secret'))).toBe('ha.token-invalid');
  });
});

describe('on disk', () => {
  test.each<[string, Gates]>([
    ['open', openGates()],
    ['shut', shut],
  ])('%s gates come back as they were', (_, gates) => {
    expect(gatesSchema.parse(JSON.parse(JSON.stringify(gates)))).toEqual(gates);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['an empty object', {}],
    ['a time that is none', { ...shut, appleNotBefore: 'soon' }],
    ['fewer than no failures', { ...shut, backups: { b1: { failures: -1 } } }],
  ])('%s is not taken for gates', (_, text) => expect(gatesSchema.safeParse(text).success).toBe(false));

  test('open gates are new ones each time', () => {
    openGates().pruned.push(build.daysAgo(1));
    expect(openGates().pruned).toEqual([]);
  });
});

describe('deletions', () => {
  test('count from before they begin, until a day has passed', () => {
    const old = { ...openGates(), pruned: [build.ago(build.dayMs), build.ago(build.hourMs)] };
    const gates = rememberRemoval(old, 'a.manifest.json', now);
    expect(gates.pruned).toEqual([build.ago(build.hourMs), now.toISOString()]);
  });

  test('are known by name until both files are gone', () => {
    const begun = ['a', 'b', 'a'].reduce((gates, name) => rememberRemoval(gates, name, now), openGates());
    expect([...begun.pruning].sort()).toEqual(['a', 'b']);
    expect(begun.pruned).toHaveLength(3);
    const half = forgetRemovals(begun, ['a', 'unknown']);
    expect(half).toEqual({ ...begun, pruning: ['b'] });
    expect(forgetRemovals(half, ['b']).pruning).toEqual([]);
  });

  test('take what was in doubt about them along, but not what the user answered', () => {
    const doubt = { ...removedByUser({ backupId: 'b1' }, now), answered: undefined };
    const answered = removedByUser({ backupId: 'b2' }, now);
    const gates = { ...openGates(), doubts: { 'a.tar': doubt, 'b.tar': answered, 'c.tar': doubt } };
    const { doubts } = forgetRemovals(gates, ['a.manifest.json', 'b.manifest.json']);
    expect(doubts).toEqual({ 'b.tar': answered, 'c.tar': doubt });
  });

  test('are known by the names of their files for a day', () => {
    const long = { ...openGates(), gone: { 'a.tar': build.daysAgo(1.1), 'b.tar': build.ago(build.hourMs) } };
    const gates = rememberGone(long, ['c.tar'], now);
    expect(Object.keys(gates.gone)).toEqual(['b.tar', 'c.tar']);
    expect([...goneLately(gates, now)]).toEqual(['b.tar', 'c.tar']);
    expect([...goneLately(gates, new Date(now.getTime() + build.dayMs))]).toEqual([]);
  });

  test('of an earlier version of this program are none', () => {
    const { pruning, ...earlier } = shut;
    expect(pruning).toHaveLength(1);
    expect(gatesSchema.parse(earlier).pruning).toEqual([]);
  });
});

test('moments within a time: the last one just outside', () => {
  const moments = [build.ago(0), build.ago(build.dayMs - 1), build.ago(build.dayMs), build.daysAgo(9)];
  expect(within(moments, build.dayMs, now)).toEqual(moments.slice(0, 2));
  expect(within([], build.dayMs, now)).toEqual([]);
});
