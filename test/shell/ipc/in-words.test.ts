import { expect, it } from 'vitest';
import { inWords } from '../../../src/main/ipc/in-words.ts';
import type { Activity, Problem } from '../../../src/shared/run-report.ts';
import type { ListedBackup, RestoreResult } from '../../../src/shared/status.ts';
import { describeProblem } from '../../../src/shared/words.ts';

const full: Problem = { code: 'icloud.full', facts: { neededBytes: 1_240_000_000 } };
const away: Problem = { code: 'ha.away', facts: {} };

const toldFull = {
  ...full,
  ...describeProblem(full.code, full.facts),
  actions: ['back-up', 'icloud-web'],
  blocksICloud: false,
};
const toldAway = { ...away, ...describeProblem('ha.away'), actions: ['try-again'], blocksICloud: false };

it('a problem gets its words and its buttons wherever it stands', () => {
  const told = inWords({ problem: full, nothing: null, status: { problems: [full, away] }, deep: [[{ held: away }]] });
  expect(told).toEqual({
    problem: toldFull,
    nothing: null,
    status: { problems: [toldFull, toldAway] },
    deep: [[{ held: toldAway }]],
  });
  expect(told.problem.cause).toContain('1.2 GB');
});

it.each([
  ['icloud.trust-expired', true],
  ['icloud.sign-in-due', false],
  ['ha.token-invalid', false],
] as const)('%s blocks iCloud: %s', (code, blocksICloud) => {
  expect(inWords({ code, facts: {} })).toMatchObject({ blocksICloud });
});

it('what is no problem stays what it is', () => {
  const plain = { code: 'none of ours', facts: {}, text: 'ha.away', count: 0, flag: false, list: [1, 'a', null] };
  expect(inWords(plain)).toEqual(plain);
  expect([inWords(null), inWords(''), inWords([]), inWords(true)]).toEqual([null, '', [], true]);
});

it('what was told is not changed', () => {
  const told = Object.freeze({ problems: Object.freeze([Object.freeze({ ...away })]) });
  inWords(told);
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
  verification: { level: 1, defects: ['app-missing core_ssh'], confirmedAt: '2026-11-21T09:00:00Z' },
  remote: 'x/a.tar',
  next: 'keep',
  reason: 'young',
};

it.each([
  ['young', 'not old enough to go'],
  ['expired', 'older than you want to keep copies'],
  ['ha.away', 'kept for now: Away from home'],
  ['', ''],
])('a backup says why: %s', (reason, because) => {
  const [told] = inWords({ backups: [{ ...backup, reason }] }).backups;
  expect(told).toMatchObject({ reason, because, shortcomings: ['an app is missing: core_ssh'] });
});

it('a backup that is not in iCloud has no shortcomings there', () => {
  expect(inWords({ ...backup, verification: null }).shortcomings).toEqual([]);
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
  const { steps, ...rest } = inWords(restored);
  expect(rest).toEqual(restored);
  expect(steps.join()).toContain('upload the file: Home.tar');
});

it('an activity says what is being done', () => {
  const activity: Activity = { phase: 'creating', stage: 'addons' };
  const running: { activity: Activity | null } = { activity };
  expect(inWords(running)).toEqual({
    activity: { ...activity, line: 'Home Assistant is making a backup: apps' },
  });
  expect(inWords({ activity: null })).toEqual({ activity: null });
});
