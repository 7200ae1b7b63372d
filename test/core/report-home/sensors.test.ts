import { describe, expect, test } from 'vitest';
import { sensorsOf, type SensorFacts, type SensorWords } from '../../../src/core/report-home/sensors.ts';
import { aProblem } from '../../../src/shared/problems/a-problem.ts';
import type { Activity } from '../../../src/shared/run-report.ts';
import { ladder } from '../../../src/shared/ladder.ts';
import { sensorIds, toldProofs, toldStates } from '../../../src/shared/told-home.ts';
import { toldHome } from '../../../src/messages/en/told-home.ts';
import { aStatus } from '../../cli/fake-app.ts';

const words: SensorWords = {
  names: toldHome.sensors,
  problem: ({ code }) => ({ title: `title of ${code}`, next: `next of ${code}` }),
};

const facts = (given: Partial<SensorFacts> = {}): SensorFacts => ({
  status: aStatus(),
  activity: null,
  newestBytes: 1_234_567_890,
  lastTest: { at: '2026-11-20T03:00:00.000Z', held: true },
  ...given,
});

const states = (given?: Partial<SensorFacts>) =>
  Object.fromEntries(sensorsOf(facts(given), words).map(({ unique_id, state }) => [unique_id, state]));

const stateWhile = (activity: Activity | null, status = aStatus()) => states({ activity, status })['state'];

test('every sensor that is promised, once, and with a name', () => {
  const sensors = sensorsOf(facts(), words);
  expect(sensors.map(({ unique_id }) => unique_id).toSorted()).toEqual([...sensorIds].toSorted());
  expect(new Set(sensors.map(({ name }) => name)).size).toBe(sensorIds.length);
});

test('what they are when all is well', () => {
  expect(states()).toEqual({
    newest_backup: '2026-11-21T04:12:33.123Z',
    problem: false,
    state: 'idle',
    proof: 'intact',
    waiting: 0,
    backups: 12,
    newest_size: 1234.6,
    total_size: 14.2,
    last_test: '2026-11-20T03:00:00.000Z',
    sign_in_ends: '2026-12-03T18:00:00.000Z',
    next_check: '2026-11-21T12:40:00.000Z',
    next_backup: '2026-11-22T04:45:00.000Z',
  });
});

test('nothing stored yet: unknown, never a made-up number', () => {
  const status = aStatus({ newestVerified: null, signIn: null, nextRun: null, nextBackup: null });
  expect(states({ status, newestBytes: null, lastTest: null })).toMatchObject({
    newest_backup: null,
    proof: null,
    newest_size: null,
    last_test: null,
    sign_in_ends: null,
    next_check: null,
    next_backup: null,
  });
});

test('a clock that was ahead makes no copy newer than its upload', () => {
  const { newestVerified } = aStatus();
  if (!newestVerified) throw new Error('the fixture has one');
  const status = aStatus({ newestVerified: { ...newestVerified, date: '2030-01-01T00:00:00Z' } });
  expect(states({ status })['newest_backup']).toBe('2026-11-21T04:20:00.000Z');
});

describe('what goes on', () => {
  test.each<[Activity, string]>([
    [{ phase: 'creating', stage: 'database' }, 'creating'],
    [{ phase: 'restoring', stage: '' }, 'restoring'],
    [{ phase: 'checking' }, 'checking'],
    [{ phase: 'listing' }, 'checking'],
    [{ phase: 'pruning' }, 'checking'],
    [{ phase: 'connecting' }, 'idle'],
    [{ phase: 'waiting' }, 'idle'],
    [{ phase: 'transferring', waiting: 0 }, 'checking'],
    [{ phase: 'transferring', download: { name: 'a', bytes: 1, total: 2 }, waiting: 0 }, 'downloading'],
    [{ phase: 'transferring', upload: { name: 'a', bytes: 1, total: 2, finishing: false }, waiting: 0 }, 'uploading'],
  ])('%j is %s', (activity, state) => {
    expect(stateWhile(activity)).toBe(state);
    expect(toldStates).toContain(state);
  });

  test('a failed run is an error until something else goes on, and a mild one is none', () => {
    const lastRun = { started: '2026-11-21T04:15:00Z', finished: '2026-11-21T04:20:00Z', outcome: 'failed' as const };
    const failed = aStatus({ lastRun, problems: [aProblem('cloud.full', { neededBytes: 1 })] });
    expect(stateWhile(null, failed)).toBe('error');
    expect(stateWhile({ phase: 'checking' }, failed)).toBe('checking');
    expect(stateWhile(null, aStatus({ lastRun, problems: [aProblem('secrets.key-short')] }))).toBe('idle');
  });
});

test('a problem has its code and words beside it; a mild one is none', () => {
  const problemOf = (status = aStatus()) =>
    sensorsOf(facts({ status }), words).find((one) => one.unique_id === 'problem');
  const full = problemOf(aStatus({ problems: [aProblem('secrets.key-short'), aProblem('cloud.full', {})] }));
  expect(full).toMatchObject({
    type: 'binary_sensor',
    state: true,
    attributes: { code: 'cloud.full', text: 'title of cloud.full', next: 'next of cloud.full' },
  });
  expect(problemOf(aStatus({ problems: [aProblem('secrets.key-short')] }))).toMatchObject({
    state: false,
    attributes: { code: null, text: null, next: null },
  });
});

test('each level of the ladder has a state of its own', () => {
  expect(toldProofs).toEqual(ladder.map(({ name }) => name.toLowerCase().replaceAll(' ', '_')));
});
