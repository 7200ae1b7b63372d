import { describe, expect, it } from 'vitest';
import { Mutex } from '../../../src/core/state/mutex.ts';

const never = new AbortController().signal;

/** Work that ends when told. */
const held = (log: string[], name: string) => {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    end,
    work: async (): Promise<string> => {
      log.push(`${name} starts`);
      await ended;
      log.push(`${name} ends`);
      return name;
    },
  };
};

describe('Serial', () => {
  it('runs one at a time, in the order of asking, also after a failure', async () => {
    const log: string[] = [];
    const serial = new Mutex();
    const [first, second] = [held(log, 'first'), held(log, 'second')];
    const runs = [
      serial.run(first.work, never),
      serial.run(() => Promise.reject(new Error('broken')), never),
      serial.run(second.work, never),
    ];
    second.end();
    first.end();
    expect(await Promise.allSettled(runs)).toMatchObject([
      { value: 'first' },
      { status: 'rejected' },
      { value: 'second' },
    ]);
    expect(log).toEqual(['first starts', 'first ends', 'second starts', 'second ends']);
  });

  it('lets the cancelled go at once, and the next still waits for its turn', async () => {
    const log: string[] = [];
    const serial = new Mutex();
    const [first, cancelled, last] = [held(log, 'first'), held(log, 'cancelled'), held(log, 'last')];
    const controller = new AbortController();
    const running = serial.run(first.work, never);
    const waiting = serial.run(cancelled.work, controller.signal);
    const next = serial.run(last.work, never);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'sync.cancelled' });
    expect(log).toEqual(['first starts']);
    first.end();
    last.end();
    await Promise.all([running, next]);
    expect(log).toEqual(['first starts', 'first ends', 'last starts', 'last ends']);
  });

  it('does not start what was cancelled before', async () => {
    await expect(new Mutex().run(() => expect.unreachable(), AbortSignal.abort())).rejects.toMatchObject({
      code: 'sync.cancelled',
    });
  });
});
