import { AppError } from '../core/errors/app-error.ts';
import type { Clock } from '../core/ports/clock.ts';

/** The longest time that one timer of Node can hold; a longer one would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  async wait(ms: number, signal: AbortSignal): Promise<void> {
    for (let left = ms; left > 0; left -= longestTimerMs) await rest(Math.min(left, longestTimerMs), signal);
    if (signal.aborted) throw new AppError('sync.cancelled');
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new AppError('sync.cancelled'));
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(new AppError('sync.cancelled'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms).unref();
    signal.addEventListener('abort', onAbort, { once: true });
  });
