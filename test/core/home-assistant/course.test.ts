import { describe, expect, it } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import {
  asked,
  confirm,
  follow,
  outcomeOf,
  type CreationState,
} from '../../../src/core/home-assistant/creation-state.ts';
import { managerEventSchema } from '../../../src/core/home-assistant/schemas.ts';
import { withBackupApi } from './recordings.ts';

type Json = Readonly<Record<string, unknown>>;

/** The first creation in a row of events, from the idle before it to the idle after it. */
const firstCreation = (events: readonly Json[]): Json[] => {
  const begin = events.findIndex((event) => event['manager_state'] === 'create_backup');
  const end = events.findIndex((event, index) => index > begin && event['manager_state'] === 'idle');
  return begin === -1 || end === -1 ? [] : [{ manager_state: 'idle' }, ...events.slice(begin, end + 1)];
};

const walk = (events: readonly Json[]): CreationState[] => {
  let course = asked;
  return events.map((event) => (course = follow(course, managerEventSchema.parse(event))));
};

describe.each(withBackupApi)('a creation of $name', ({ events }) => {
  const creations = [...events]
    .map(([scenario, all]) => ({ scenario, one: firstCreation(all) }))
    .filter(({ one }) => one.length > 0);

  it('runs from its first event and ends with the idle after it, not before', () => {
    expect(creations.length).toBeGreaterThan(2);
    for (const { one } of creations) {
      const phases = walk(one).map(({ phase }) => phase);
      expect(phases).toEqual(['asked', ...one.slice(2).map(() => 'running'), 'ended']);
    }
  });

  it('keeps the reason that Home Assistant gave', () => {
    for (const { one } of creations) {
      const failure = one.find((event) => event['state'] === 'failed');
      expect(walk(one).at(-1)?.failed).toBe(failure && (failure['reason'] ?? 'unknown'));
    }
  });
});

describe('follow', () => {
  const idle = { manager_state: 'idle' };
  const inStage = (stage: string | null) => ({
    manager_state: 'create_backup',
    stage,
    state: 'in_progress',
    reason: null,
  });

  it('ends with the next idle once the order was taken, even if every event between was missed', () => {
    expect(follow(asked, idle).phase).toBe('asked');
    expect(follow(confirm(asked), idle).phase).toBe('ended');
  });

  it('waits on while Home Assistant starts anew', () => {
    const running = follow(asked, inStage('addons'));
    expect(follow(running, { manager_state: 'blocked' })).toEqual(running);
  });

  it('keeps the stage over upload events, and takes words that it never heard', () => {
    const upload = managerEventSchema.parse({
      manager_state: 'create_backup',
      agent_id: 'x',
      uploaded_bytes: 1,
      total_bytes: 2,
    });
    const stages = [inStage('apps_of_2030'), upload, inStage(null)];
    let course = asked;
    for (const event of stages) course = follow(course, event);
    expect(course).toEqual({ phase: 'running', stage: 'apps_of_2030', failed: undefined });
  });

  it('does not begin again after its end', () => {
    const ended = follow(follow(asked, inStage(null)), idle);
    expect(follow(ended, inStage('home_assistant'))).toEqual(ended);
  });
});

describe('outcomeOf', () => {
  const backup = (id: string, more: Partial<HaBackup> = {}): HaBackup => ({
    id,
    name: id,
    date: '2026-11-21T12:00:00+00:00',
    kind: 'automatic',
    copies: [],
    haVersion: undefined,
    addons: [],
    folders: [],
    failed: { agents: [], addons: [], folders: [] },
    instanceId: undefined,
    ...more,
  });
  const order = { jobId: 'job', kind: 'automatic' } as const;
  const whole = (...items: HaBackup[]) => ({ items, complete: true }) as const;
  const incomplete = { items: [], complete: false, why: new AppError('ha.list-incomplete') } as const;

  it('finds the new one by its id on Core', () => {
    const later = backup('other', { date: '2026-11-21T13:00:00+00:00' });
    expect(outcomeOf([backup('old')], whole(backup('old'), later, backup('job')), order, undefined)).toMatchObject({
      backup: { id: 'job' },
      partial: false,
    });
  });

  it('finds it with a Supervisor by kind and date among those that were not there before', () => {
    const update = backup('update', { kind: 'update', date: '2026-11-21T13:00:00+00:00' });
    const earlier = backup('earlier', { date: '2026-11-21T11:00:00+00:00' });
    const after = whole(backup('old'), update, earlier, backup('new'));
    expect(outcomeOf([backup('old')], after, order, undefined).backup.id).toBe('new');
  });

  it.each([
    ['a reported failure', backup('job'), 'upload_failed'],
    ['an agent', backup('job', { failed: { agents: ['hassio.nas'], addons: [], folders: [] } }), undefined],
    ['an app', backup('job', { failed: { agents: [], addons: ['core_mosquitto'], folders: [] } }), undefined],
    ['a folder', backup('job', { failed: { agents: [], addons: [], folders: ['share'] } }), undefined],
  ])('calls it partial after %s failed', (_what, made, failed) => {
    expect(outcomeOf([], whole(made), order, failed)).toEqual({ backup: made, partial: true });
  });

  it.each<[string, Parameters<typeof outcomeOf>[1], string | undefined, string, object]>([
    [
      'nothing new and a reason',
      whole(backup('old')),
      'upload_failed',
      'ha.create-failed',
      { reason: 'upload_failed' },
    ],
    ['nothing new', whole(backup('old')), undefined, 'ha.create-failed', { reason: 'nothing-new' }],
    ['a list that cannot tell', incomplete, undefined, 'ha.list-incomplete', {}],
    [
      'a list that cannot tell and a reason',
      incomplete,
      'upload_failed',
      'ha.create-failed',
      { reason: 'upload_failed' },
    ],
  ])('fails with %s', (_what, after, failed, code, facts) => {
    let thrown: unknown;
    try {
      outcomeOf([backup('old')], after, order, failed);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code, facts });
  });
});
