import type { ActivityEntry, LogLine } from '../../../src/shared/contract/views.ts';
import { ok, type Answers } from './answers.ts';
import { hoursFromNow, problem, safeState } from './view-state.ts';

export const activityState = { ...safeState, route: { page: 'activity', asked: 1 } as const };

const run = (hours: number, change: Partial<Extract<ActivityEntry, { kind: 'run' }>> = {}): ActivityEntry => ({
  kind: 'run',
  at: hoursFromNow(-hours),
  trigger: 'schedule',
  outcome: 'done',
  problem: null,
  stored: 0,
  pruned: 0,
  ...change,
});

const backup = (hours: number, what: Extract<ActivityEntry, { kind: 'backup' }>['what']): ActivityEntry => ({
  kind: 'backup',
  at: hoursFromNow(-hours),
  what,
  name: 'Automatic backup 2026.11.2',
  bytes: 1_240_000_000,
  problem: what === 'refused' ? problem('archive.torn') : null,
});

/** As main may send them: oldest first. */
export const activityEntries: readonly ActivityEntry[] = [
  { kind: 'sign-in', at: hoursFromNow(-50), what: 'completed', problem: null },
  { kind: 'sign-in', at: hoursFromNow(-49), what: 'needed', problem: problem('icloud.trust-expired') },
  backup(30, 'refused'),
  run(29, { outcome: 'failed', problem: problem('ha.unreachable'), trigger: 'user' }),
  run(28, { outcome: 'cancelled', trigger: 'user' }),
  backup(3.3, 'made'),
  backup(3.1, 'stored'),
  backup(3, 'pruned'),
  run(2.9, { stored: 1, pruned: 1, trigger: 'home-assistant' }),
  run(1),
  backup(0.5, 'restored'),
];

const lines: readonly LogLine[] = [
  { at: hoursFromNow(-3), level: 'info', text: 'run started: schedule' },
  { at: hoursFromNow(-2.9), level: 'debug', text: `rclone ${'rcat --size 1240000000 '.repeat(8)}` },
  { at: hoursFromNow(-2.8), level: 'warn', text: 'upload stalled, tried again' },
  { at: hoursFromNow(-2.7), level: 'error', text: 'cloud.failed' },
];

export const activityAnswers: Answers = { 'activity.read': () => ok(activityEntries), 'activity.log': () => ok(lines) };
