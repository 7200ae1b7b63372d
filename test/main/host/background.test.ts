import { fixedNetwork } from '../../support/fixed-network.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { Background } from '../../../src/main/host/background.ts';
import { usualTimings } from '../../../src/main/host/host-timings.ts';
import { Jobs } from '../../../src/main/host/jobs.ts';
import { Scheduler } from '../../../src/main/host/scheduler.ts';
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
let scheduler: Scheduler;
let jobs: Jobs;
let background: Background;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('sync.cancelled')));
  });

beforeEach(async () => {
  watches = [];
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
  scheduler = new Scheduler();
  jobs = new Jobs({ dispatch: ignore, now: () => clock.now(), scheduler });
  background = new Background({
    app: { ...app, settings } as unknown as App,
    clock,
    logger: new MemoryLogger(),
    network: fixedNetwork('home'),
    timings: usualTimings,
    scheduler,
    jobs,
    dispatch: ignore,
    refresh: () => Promise.resolve(),
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
  const [signIn, list] = [scheduler.ask('sign-in'), scheduler.ask('list')];
  expect(mayLook()).toBe(false);
  signIn.end();
  await settle();
  expect(watches).toHaveLength(1);
  list.end();
  await settle();
  expect(watches).toHaveLength(2);
  expect(mayLook()).toBe(true);
  await scheduler.run('list', () => Promise.resolve());
  await settle();
  expect(watches).toHaveLength(3);
  expect(mayLook()).toBe(true);
});

test('the look that the user wants during an order comes after it, once', async () => {
  await jobs.run('restore', () => {
    scheduler.wantCheck();
    scheduler.wantCheck();
    return settle();
  });
  await settle();
  expect(watches).toHaveLength(2);
});

test('a sleep breaks an order off and says so; the user who gave it up hears of no sleep', async () => {
  const order = (): Promise<void> => jobs.run('restore', untilAborted);
  const broken = order();
  background.suspend();
  await expect(broken).rejects.toMatchObject({ code: 'sync.cancelled', facts: { by: 'sleep' } });
  const givenUp = order();
  jobs.cancel('restore');
  background.suspend();
  await expect(givenUp).rejects.toMatchObject({ code: 'sync.cancelled', facts: {} });
});

test('a look that has to make way is not shown in place of the order it makes way for', async () => {
  expect(mayLook()).toBe(true);
  const { listener } = newest();
  let transfer: unknown;
  const order = jobs.run('restore', (_signal, onActivity) => {
    onActivity({ phase: 'transferring', waiting: 0 });
    transfer = jobs.transfer;
    return Promise.resolve();
  });
  listener.onActivity({ phase: 'transferring', waiting: 0 });
  await order;
  expect(transfer).toBe('restore');
});

test('on battery what is under way comes to its end, and no further look', async () => {
  expect(mayLook()).toBe(true);
  background.setPowered(false);
  expect(newest().signal.aborted).toBe(false);
  newest().listener.onReport({ ...cancelled, outcome: 'done' }, 'schedule');
  await settle();
  expect([newest().signal.aborted, watches.length]).toEqual([true, 1]);
  background.setPowered(true);
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
