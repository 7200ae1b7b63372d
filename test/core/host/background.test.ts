import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { Background } from '../../../src/main/host/background.ts';
import { usualTimings } from '../../../src/main/host/host-room.ts';
import { Jobs } from '../../../src/main/host/jobs.ts';
import type { RunReport } from '../../../src/shared/run-report.ts';
import { MemoryLogger } from '../../shell/support/memory-logger.ts';
import { settle } from '../../shell/support/settle.ts';

type Listener = Parameters<App['watch']>[0];
interface Watch {
  readonly listener: Listener;
  readonly signal: AbortSignal;
  readonly fail: (error: unknown) => void;
}

let watches: Watch[];
let isTaken: boolean;
let jobs: Jobs;
let background: Background;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('sync.cancelled')));
  });

beforeEach(async () => {
  watches = [];
  isTaken = false;
  const app: Partial<App> = {
    checkSecrets: () => Promise.resolve(),
    watch: (listener, signal) =>
      new Promise((_resolve, reject) => {
        watches.push({ listener, signal, fail: reject });
        untilAborted(signal).catch(reject);
      }),
  };
  const settings = { current: { instances: [{ url: 'http://ha.local:8123' }], appleId: 'me', pausedUntil: null } };
  const clock: Clock = { now: () => new Date(0), wait: (_ms, signal) => untilAborted(signal) };
  const ignore = (): void => undefined;
  jobs = new Jobs({
    dispatch: ignore,
    now: () => clock.now(),
    makeWay: () => background.makeWay(),
    onIdle: () => background.catchUp(),
  });
  background = new Background({
    app: { ...app, settings } as unknown as App,
    clock,
    logger: new MemoryLogger(),
    network: { current: () => Promise.resolve('home') },
    timings: usualTimings,
    jobs,
    dispatch: ignore,
    refresh: () => Promise.resolve(),
    isTaken: () => isTaken,
  });
  background.start();
  await settle();
});
afterEach(async () => {
  await background.dispose();
});

const newest = (): Watch => {
  const watch = watches.at(-1);
  if (!watch) throw new Error('nothing is watched');
  return watch;
};
const beginLook = (): AbortSignal | undefined => newest().listener.beginLook?.();
const mayLook = (): boolean => beginLook() !== undefined;

test('a look that was left out is made up for once, when nothing is in its way any more', async () => {
  isTaken = true;
  expect(mayLook()).toBe(false);
  background.catchUp();
  await settle();
  expect(watches).toHaveLength(1);
  isTaken = false;
  background.catchUp();
  await settle();
  expect(watches).toHaveLength(2);
  expect(mayLook()).toBe(true);
  background.catchUp();
  await settle();
  expect(watches).toHaveLength(2);
});

test('what Home Assistant says during an order is looked at after it', async () => {
  expect(await jobs.run('restore', () => Promise.resolve(mayLook()))).toBe(false);
  await settle();
  expect(watches).toHaveLength(2);
});

test('an order ends a look that has only begun, and not one that moves a backup', async () => {
  expect(mayLook()).toBe(true);
  const { signal } = newest();
  expect(await jobs.run('connect', () => Promise.resolve(signal.aborted))).toBe(true);
  await settle();
  expect(mayLook()).toBe(true);
  newest().listener.onActivity({ phase: 'transferring', waiting: 0 });
  await expect(jobs.run('connect', () => Promise.resolve())).rejects.toMatchObject({ code: 'sync.running' });
  expect(newest().signal.aborted).toBe(false);
});

test('after a break-off nobody waits for the minute: neither a removal nor a sleep', async () => {
  newest().fail(new AppError('internal'));
  await settle();
  await background.hold();
  background.reconsider();
  await settle();
  expect(watches).toHaveLength(2);
});

const cancelled: RunReport = {
  started: new Date(0).toISOString(),
  finished: new Date(0).toISOString(),
  outcome: 'cancelled',
  problem: { code: 'sync.cancelled', facts: {} },
  backups: [],
  pruned: [],
  warnings: [],
  askedApple: false,
};

test('a run that the user gives up ends alone: the connection stays, and nothing is made up for', async () => {
  const look = beginLook();
  newest().listener.onActivity({ phase: 'transferring', waiting: 0 });
  jobs.cancel('backup');
  expect(look?.aborted).toBe(true);
  expect(newest().signal.aborted).toBe(false);
  newest().listener.onReport(cancelled, 'schedule');
  await settle();
  expect(watches).toHaveLength(1);
  expect(mayLook()).toBe(true);
});
