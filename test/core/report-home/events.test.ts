import { expect, test } from 'vitest';
import { eventsOf, isSignInDue } from '../../../src/core/report-home/events.ts';
import type { HistoryEntry } from '../../../src/core/state/history.ts';
import { aProblem } from '../../../src/shared/problems/a-problem.ts';
import { aStatus } from '../../cli/fake-app.ts';

const now = new Date('2026-11-21T12:00:00Z');
const at = '2026-11-21T11:00:00.000Z';
const since = new Date('2026-11-21T10:00:00Z');

const runEnd = (given: Partial<Extract<HistoryEntry, { kind: 'run-end' }>> = {}): HistoryEntry => ({
  ...{ kind: 'run-end', at, run: 'r', outcome: 'done', stored: 2, pruned: 0 },
  ...given,
});
const tested = (what: 'tested' | 'test-failed'): HistoryEntry => ({
  ...{ kind: 'backup', at, what, instance: 'i', backupId: 'b', name: 'B' },
});

test.each<[HistoryEntry, object | undefined]>([
  [runEnd(), { event_type: 'completed', backups: 2, failed_reason: null, backup_stage: null, at }],
  [runEnd({ stored: 0 }), undefined],
  [runEnd({ outcome: 'cancelled', stored: 0 }), undefined],
  [
    runEnd({ outcome: 'failed', stored: 1, code: 'cloud.full' }),
    { event_type: 'failed', backup_stage: 'uploading', failed_reason: 'cloud.full', at },
  ],
  [
    runEnd({ outcome: 'failed', code: 'ha.unreachable' }),
    { event_type: 'failed', backup_stage: 'downloading', failed_reason: 'ha.unreachable', at },
  ],
  [
    runEnd({ outcome: 'failed', code: 'ha.create-failed' }),
    { event_type: 'failed', backup_stage: 'creating', failed_reason: 'ha.create-failed', at },
  ],
  [runEnd({ outcome: 'failed', code: 'disk.full' }), { backup_stage: null, failed_reason: 'disk.full' }],
  [tested('tested'), { event_type: 'restore_test', held: true }],
  [tested('test-failed'), { event_type: 'restore_test', held: false }],
  [{ kind: 'run-start', at, run: 'r', trigger: 'user' }, undefined],
])('%j', (entry, event) => {
  const told = eventsOf([entry], since, now);
  if (event) expect(told).toEqual([expect.objectContaining(event)]);
  else expect(told).toEqual([]);
});

test('what was told before is not told again, and what is old is no news', () => {
  expect(eventsOf([runEnd({ at: since.toISOString() })], since, now)).toEqual([]);
  const long = new Date('2026-01-01T00:00:00Z');
  expect(eventsOf([runEnd({ at: '2026-11-20T11:59:59.000Z' }), runEnd()], long, now)).toHaveLength(1);
});

test('after a long silence the newest are told, not a flood', () => {
  const many = Array.from({ length: 50 }, (_, index) => runEnd({ stored: index + 1 }));
  const told = eventsOf(many, since, now);
  expect(told).toHaveLength(20);
  expect(told.at(-1)).toMatchObject({ backups: 50 });
});

test('a sign-in is due before it ends, and when Apple asks for it', () => {
  const signIn = { account: 'm…', daysLeft: 6, until: '2026-11-27T00:00:00Z', due: true };
  expect(isSignInDue(aStatus())).toBe(false);
  expect(isSignInDue(aStatus({ signIn }))).toBe(true);
  expect(isSignInDue(aStatus({ problems: [aProblem('icloud.not-signed-in')] }))).toBe(true);
  expect(isSignInDue(aStatus({ problems: [aProblem('ha.automatic-off')] }))).toBe(false);
});
