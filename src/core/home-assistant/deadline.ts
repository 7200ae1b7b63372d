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
