import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { withDeadline } from '../../../src/core/home-assistant/deadline.ts';
import { FakeClock, settle } from './fake-clock.ts';

const late = (): AppError => new AppError('ha.unreachable');
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true }),
  );

describe('withDeadline', () => {
  it('gives the result and stops its timer, leaving the signal of the work alone', async () => {
    const clock = new FakeClock();
    let inner: AbortSignal | undefined;
    const cancel = new AbortController();
    const result = await withDeadline({ clock, ms: 1_000, signal: cancel.signal, late }, (signal) => {
      inner = signal;
      return Promise.resolve('done');
    });
    expect([result, clock.sleeping]).toEqual(['done', 0]);
    cancel.abort();
    await clock.advance(5_000);
    expect(inner?.aborted).toBe(false);
  });

  it('ends late work with its error and tells the work', async () => {
    const clock = new FakeClock();
    let inner: AbortSignal | undefined;
    const { signal } = new AbortController();
    const running = withDeadline({ clock, ms: 1_000, signal, late }, (job) => untilAborted((inner = job)));
    const outcome = expect(running).rejects.toMatchObject({ code: 'ha.unreachable' });
    await clock.advance(999);
    expect(inner?.aborted).toBe(false);
    await clock.advance(1);
    expect(inner?.aborted).toBe(true);
    await outcome;
  });

  it('ends at once when cancelled, before and meanwhile, with the timer gone', async () => {
    const clock = new FakeClock();
    const cancel = new AbortController();
    const running = withDeadline({ clock, ms: 1_000, signal: cancel.signal, late }, untilAborted);
    cancel.abort();
    await expect(running).rejects.toMatchObject({ code: 'sync.cancelled' });
    const after = withDeadline({ clock, ms: 1_000, signal: cancel.signal, late }, untilAborted);
    await expect(after).rejects.toMatchObject({ code: 'sync.cancelled' });
    await settle();
    expect(clock.sleeping).toBe(0);
  });
});
