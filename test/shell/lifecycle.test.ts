import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Transfer } from '../../src/main/host-contract.ts';
import { manageLifecycle, type LifecycleOptions } from '../../src/main/lifecycle.ts';
import { app, dialog, done, powerMonitor, world } from './electron-fake.ts';
import { keepSignals } from './support/keep-signals.ts';
import { MemoryLogger } from './support/memory-logger.ts';
import { later, settle } from './support/settle.ts';

keepSignals();
let logger = new MemoryLogger();
let disposing = later<undefined>();
let disposed = 0;
let transferring: Transfer | undefined;
beforeEach(() => {
  done.length = 0;
  dialog.boxes.length = 0;
  app.removeAllListeners();
  powerMonitor.removeAllListeners();
  logger = new MemoryLogger();
  disposing = later();
  disposed = 0;
  transferring = undefined;
});
afterEach(() => {
  vi.useRealTimers();
});

const manage = (change: Partial<LifecycleOptions> = {}): void =>
  manageLifecycle({
    transfer: () => transferring,
    dispose: () => {
      disposed += 1;
      return disposing.promise;
    },
    ...{ deadlineMs: 12_000, front: () => undefined, logger },
    ...change,
  });

it('quits at once when nothing is on its way: in order, then the process', async () => {
  manage();
  expect(app.quit()).toBe(false);
  await settle();
  expect([disposed, done]).toEqual([1, []]);
  disposing.resolve(undefined);
  await settle();
  expect([dialog.boxes, done]).toEqual([[], ['exit 0']]);
});

it('a second quit while it ends changes nothing', async () => {
  manage();
  app.quit();
  expect(app.quit()).toBe(false);
  process.emit('SIGTERM', 'SIGTERM');
  disposing.resolve(undefined);
  await settle();
  expect([disposed, done]).toEqual([1, ['exit 0']]);
});

it('asks while a backup is on its way, and stays when it is told to', async () => {
  const answers = [later<{ response: number }>(), later<{ response: number }>()];
  transferring = 'backup';
  manage();
  for (const [index, answer] of answers.entries()) {
    world.boxAnswer = answer.promise;
    expect(app.quit()).toBe(false);
    // Once more, out of impatience: one question is enough.
    expect(app.quit()).toBe(false);
    expect(dialog.boxes).toHaveLength(index + 1);
    answer.resolve({ response: 1 });
    await settle();
  }
  expect(dialog.boxes[0]).toMatchObject([{ message: 'Quit and stop backing up?', cancelId: 1, defaultId: 1 }]);
  expect([disposed, done]).toEqual([0, ['app focus', 'app focus']]);
});

it('a restore is named as one', () => {
  transferring = 'restore';
  manage();
  world.boxAnswer = later<{ response: number }>().promise;
  app.quit();
  expect(dialog.boxes[0]).toMatchObject([{ message: 'Quit and stop the restore?' }]);
});

it('asks again when the question could not be shown', async () => {
  transferring = 'backup';
  manage();
  world.boxAnswer = Promise.reject(new TypeError('secret'));
  app.quit();
  await settle();
  expect(logger.lines).toEqual(['quit-not-asked {"kind":"TypeError"}']);
  world.boxAnswer = Promise.resolve({ response: 0 });
  app.quit();
  disposing.resolve(undefined);
  await settle();
  expect([disposed, dialog.boxes.length]).toEqual([1, 2]);
});

it('asks in front of the window that is open', () => {
  const window = {};
  transferring = 'backup';
  manage({ front: () => window as never });
  app.quit();
  expect(dialog.boxes[0]?.[0]).toBe(window);
});

it('asks, and quits when it is told to', async () => {
  world.boxAnswer = Promise.resolve({ response: 0 });
  transferring = 'backup';
  manage();
  app.quit();
  disposing.resolve(undefined);
  await settle();
  expect([disposed, done]).toEqual([1, ['app focus', 'exit 0']]);
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s asks nobody, not even while a question is open',
  async (signal) => {
    const answer = later<{ response: number }>();
    world.boxAnswer = answer.promise;
    transferring = 'backup';
    manage();
    app.quit();
    process.emit(signal, signal);
    disposing.resolve(undefined);
    await settle();
    expect([disposed, done]).toEqual([1, ['app focus', 'exit 0']]);
    // The answer comes too late to mean anything.
    answer.resolve({ response: 0 });
    await settle();
    expect(disposed).toBe(1);
  },
);

it('a shutdown waits for the end of what is being written', async () => {
  const preventDefault = vi.fn();
  transferring = 'backup';
  manage();
  powerMonitor.emit('shutdown', { preventDefault });
  disposing.resolve(undefined);
  await settle();
  expect([preventDefault.mock.calls.length, dialog.boxes, done]).toEqual([1, [], ['exit 0']]);
});

it('ends all the same when something does not end', async () => {
  vi.useFakeTimers();
  manage();
  app.quit();
  await vi.advanceTimersByTimeAsync(11_999);
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect([done, logger.lines]).toEqual([['exit 0'], ['end-late {"deadlineMs":12000}']]);
});

it('ends all the same when ending fails', async () => {
  manage();
  app.quit();
  disposing.reject(new TypeError('secret'));
  await settle();
  expect([done, logger.lines]).toEqual([['exit 0'], ['end-failed {"kind":"TypeError"}']]);
});
