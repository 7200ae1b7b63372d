import { expect, it } from 'vitest';
import { localize, localizeAnswer, localizeProblem } from '../../../src/main/ipc/localize.ts';
import type { Activity, Problem } from '../../../src/shared/run-report.ts';
import type { ListedBackup, RestoreResult } from '../../../src/shared/status.ts';
import { describeProblem } from '../../../src/messages/problems.ts';
import { aVerification } from '../../support/told-proof.ts';

const full: Problem = { code: 'cloud.full', facts: { neededBytes: 1_240_000_000 } };
const away: Problem = { code: 'ha.away', facts: {} };

const toldFull = {
  ...full,
  ...describeProblem(full.code, full.facts),
  actions: ['make-space', 'back-up'],
  blocksCloud: false,
  preventsBackUp: false,
};
const toldAway = {
  ...away,
  ...describeProblem('ha.away'),
  actions: ['try-again', 'change-address'],
  blocksCloud: false,
  preventsBackUp: false,
};

it('a problem gets its words and its buttons wherever it is said to stand', () => {
  const value = { problem: full, status: { problems: [full, away] }, entries: [{ problem: away }, { problem: null }] };
  const told = localize(value, {
    problem: 'problem',
    status: { problems: ['problem'] },
    entries: [{ problem: 'problem' }],
  });
  expect(told).toEqual({
    problem: toldFull,
    status: { problems: [toldFull, toldAway] },
    entries: [{ problem: toldAway }, { problem: null }],
  });
  expect(told.problem.cause).toContain('1.2 GB');
});

it.each([
  ['icloud.trust-expired', true],
  ['icloud.sign-in-due', false],
  ['ha.token-invalid', false],
] as const)('%s blocks iCloud: %s', (code, blocksCloud) => {
  expect(localizeProblem({ code, facts: {} })).toMatchObject({ blocksCloud });
});

it('what only looks like a problem, a backup or an activity stays what it is', () => {
  const plain = {
    code: 'ha.away',
    facts: {},
    phase: 'listing',
    reason: 'young',
    verification: null,
    list: [1, 'a', null],
  };
  const answer = localizeAnswer('activity.log', [{ at: '', level: 'warn', text: '', ...plain } as never]);
  expect(answer).toEqual([{ at: '', level: 'warn', text: '', ...plain }]);
  expect([localizeAnswer('pause', null), localizeAnswer('setup.choose-ca-file', '')]).toEqual([null, '']);
});

it('what was told is not changed', () => {
  const told = Object.freeze({ problems: Object.freeze([Object.freeze({ ...away })]) });
  localize(told, { problems: ['problem'] });
  expect(told).toEqual({ problems: [away] });
});

const backup: ListedBackup = {
  id: 'a',
  name: 'Automatic backup',
  date: '2026-11-21T09:00:00+01:00',
  size: 1,
  kind: 'automatic',
  protected: true,
  where: ['icloud'],
  instance: 'Home',
  verification: aVerification({ defects: ['app-missing core_ssh'], confirmedAt: '2026-11-21T09:00:00Z' }),
  remote: 'x/a.tar',
  haVersion: '2026.11.0',
  sha256: 'c'.repeat(64),
  computer: 'Study',
  next: 'keep',
  reason: 'young',
};

it.each([
  ['young', 'within the time you keep backups'],
  ['expired', 'older than you keep backups'],
  ['ha.away', 'kept for now: Away from home'],
  ['', ''],
])('a backup says why: %s', (reason, because) => {
  const [told] = localize([{ ...backup, reason }], ['backup']);
  expect(told).toMatchObject({ reason, because, shortcomings: ['an app is missing: core_ssh'] });
});

it('a backup that is not in iCloud has no shortcomings there', () => {
  expect(localize({ ...backup, verification: null }, 'backup').shortcomings).toEqual([]);
});

it('a restored file says how it goes on', () => {
  const restored: RestoreResult = {
    file: 'Home.tar',
    bytes: 1,
    sha256: 'a',
    id: 'a',
    name: 'Home',
    protected: true,
    haVersion: null,
    instanceName: 'Home',
  };
  const { traps, key, ways, ...rest } = localize(restored, 'restored');
  expect(rest).toEqual(restored);
  expect(traps).toEqual([]);
  expect(key).toContain('emergency kit');
  expect(ways.map(({ steps }) => steps.length > 2)).toEqual([true, true, true]);
  const large = localize({ ...restored, bytes: 200_000_000, haVersion: '2026.7.1' }, 'restored');
  expect(large.traps.join()).toContain('2026.7 or 2026.8');
});

const runningWith = (activity: Activity | null): { activity: Activity | null } => ({ activity });
it('an activity says what is being done', () => {
  const activity: Activity = { phase: 'creating', stage: 'addons' };
  expect(localize(runningWith(activity), { activity: 'activity' })).toEqual({
    activity: { ...activity, line: 'Home Assistant is making a backup: apps' },
  });
  expect(localize(runningWith(null), { activity: 'activity' })).toEqual({ activity: null });
});
