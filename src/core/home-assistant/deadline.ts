import { AppError, throwIfCancelled } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { deferred } from './deferred.ts';

export interface Deadline {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal: AbortSignal;
  /** What to throw when the time is up. */
  readonly late: () => AppError;
}

/**
 * Runs `work` with a signal that fires when the caller cancels or the time is up; throws then without waiting for `work`,
 * which has to let go of what it holds by itself. Errors: `late()`, `sync.cancelled`, what `work` throws.
 */
export const withDeadline = async <T>(
  { clock, ms, signal, late }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  throwIfCancelled(signal);
  const job = new AbortController();
  const timer = new AbortController();
  const ended = deferred<never>();
  let settled = false;
  const end = (error: AppError): void => {
    // Once there is a result, nothing may abort a signal that it may still hang on.
    if (settled) return;
    ended.reject(error);
    job.abort(error);
  };
  const cancel = (): void => end(new AppError('sync.cancelled'));
  signal.addEventListener('abort', cancel, { once: true });
  clock.wait(ms, timer.signal).then(
    () => end(late()),
    () => undefined, // The work was done in time.
  );
  try {
    return await Promise.race([work(job.signal), ended.promise]);
  } finally {
    settled = true;
    timer.abort();
    signal.removeEventListener('abort', cancel);
  }
};

/** Checks per period: the alarm comes at most a quarter late, without a new timer for every byte that arrives. */
const steps = 4;

/** Calls `onIdle` once when nothing was heard for a time. What the listener itself delays does not count: pause meanwhile. */
export class IdleWatch {
  readonly #stop = new AbortController();
  #heard = 0;
  #paused = false;

  constructor(clock: Clock, ms: number, onIdle: () => void) {
    this.#run(clock, ms / steps).then(onIdle, () => undefined); // Stopped: nobody listens any more.
  }

  heard(): void {
    this.#heard += 1;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#heard += 1;
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(clock: Clock, ms: number): Promise<void> {
    let quiet = 0;
    while (quiet < steps) {
      const before = this.#heard;
      await clock.wait(ms, this.#stop.signal);
      quiet = this.#heard !== before || this.#paused ? 0 : quiet + 1;
    }
  }
}
