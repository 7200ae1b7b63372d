import { expect, test } from 'vitest';
import { Scheduler } from '../../../src/main/host/scheduler.ts';
import { later, settle } from '../../shell/support/settle.ts';

const ready = (): Scheduler => {
  const scheduler = new Scheduler();
  scheduler.rest('not-set-up', false);
  return scheduler;
};
const never = new AbortController().signal;

test('a task begins when what gives way has let go, and not when it was told to', async () => {
  const scheduler = ready();
  const letGo = later<undefined>();
  let hasBegun = false;
  const list = scheduler.run('list', () => letGo.promise);
  await settle();
  const order = scheduler.run('order', () => Promise.resolve((hasBegun = true)));
  await settle();
  expect(hasBegun).toBe(false);
  letGo.resolve(undefined);
  await Promise.all([list, order]);
  expect([hasBegun, scheduler.isBusy]).toEqual([true, false]);
});

test('what waits and is given up never begins', async () => {
  const scheduler = ready();
  const list = scheduler.ask('list');
  const order = scheduler.ask('order');
  order.cancel();
  await expect(order.begun()).rejects.toMatchObject({ code: 'sync.cancelled' });
  list.end();
  await settle();
  expect([order.stoppedBy, scheduler.isBusy]).toEqual(['user', false]);
});

test('who asks while another is being stopped is answered at once', async () => {
  const scheduler = ready();
  const list = scheduler.ask('list');
  const answers: unknown[] = [];
  list.signal.addEventListener('abort', () => {
    answers.push(scheduler.beginCheck(false));
    scheduler.run('order', () => Promise.resolve()).catch((error: unknown) => answers.push(error));
    list.end();
  });
  await scheduler.run('order', () => Promise.resolve());
  await settle();
  expect(answers).toEqual([undefined, expect.objectContaining({ code: 'sync.running' })]);
});

test('the end resolves when the last one has let go; then nothing may begin', async () => {
  const scheduler = ready();
  const [signIn, list] = [scheduler.ask('sign-in'), scheduler.ask('list')];
  let isOver = false;
  const end = scheduler.end().then(() => (isOver = true));
  expect([signIn.stoppedBy, list.stoppedBy]).toEqual(['end', 'end']);
  signIn.end();
  await settle();
  expect(isOver).toBe(false);
  list.end();
  await end;
  expect(() => scheduler.ask('order')).toThrow(expect.objectContaining({ code: 'sync.cancelled' }));
  expect(scheduler.beginCheck(false)).toBeUndefined();
});

test('the watch may begin when nothing rests', async () => {
  const scheduler = new Scheduler();
  scheduler.rest('asleep', true);
  let mayBegin = false;
  const waiting = scheduler.untilMayWatch(never).then(() => (mayBegin = true));
  scheduler.rest('not-set-up', false);
  await settle();
  expect(mayBegin).toBe(false);
  scheduler.rest('asleep', false);
  await waiting;
  expect(mayBegin).toBe(true);
});
