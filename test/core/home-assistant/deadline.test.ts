import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { IdleWatch, withDeadline } from '../../../src/core/home-assistant/deadline.ts';
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

describe('IdleWatch', () => {
  const start = (ms: number): { clock: FakeClock; watch: IdleWatch; alarms: () => number } => {
    const clock = new FakeClock();
    let alarms = 0;
    const watch = new IdleWatch(clock, ms, () => (alarms += 1));
    return { clock, watch, alarms: () => alarms };
  };

  it('fires once, after the time and at most a quarter later', async () => {
    const { clock, alarms } = start(60_000);
    await clock.advance(59_000);
    expect(alarms()).toBe(0);
    await clock.advance(16_000);
    expect(alarms()).toBe(1);
    await clock.advance(600_000);
    expect([alarms(), clock.sleeping]).toEqual([1, 0]);
  });

  it('does not fire as long as something is heard', async () => {
    const { clock, watch, alarms } = start(60_000);
    for (let minute = 0; minute < 20; minute += 1) {
      watch.heard();
      await clock.advance(50_000);
    }
    expect(alarms()).toBe(0);
    await clock.advance(75_000);
    expect(alarms()).toBe(1);
  });

  it('does not count the listener’s own pauses', async () => {
    const { clock, watch, alarms } = start(60_000);
    watch.pause();
    await clock.advance(3_600_000);
    expect(alarms()).toBe(0);
    watch.resume();
    await clock.advance(59_000);
    expect(alarms()).toBe(0);
    await clock.advance(16_000);
    expect(alarms()).toBe(1);
  });

  it('lets go of its timer when stopped', async () => {
    const { clock, watch, alarms } = start(60_000);
    watch.stop();
    await clock.advance(600_000);
    expect([alarms(), clock.sleeping]).toEqual([0, 0]);
  });
});
