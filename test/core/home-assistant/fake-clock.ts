import { AppError } from '../../../src/core/errors/app-error.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #ms = Date.parse('2026-11-21T12:00:00Z');
  readonly #sleepers = new Set<Sleeper>();

  now(): Date {
    return new Date(this.#ms);
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#sleepers.delete(sleeper);
        reject(new AppError('sync.cancelled'));
      };
      const wake = (): void => {
        signal.removeEventListener('abort', cancel);
        resolve();
      };
      const sleeper = { due: this.#ms + ms, wake };
      if (signal.aborted) {
        cancel();
        return;
      }
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', cancel, { once: true });
    });
  }

  /** From one sleeper to the next, so that a sleeper that waits again within the time is woken again, on the millisecond. */
  async advance(ms: number): Promise<void> {
    const end = this.#ms + ms;
    for (;;) {
      await settle();
      const next = [...this.#sleepers].toSorted((a, b) => a.due - b.due)[0];
      if (!next || next.due > end) break;
      this.#ms = Math.max(this.#ms, next.due);
      this.#sleepers.delete(next);
      next.wake();
    }
    this.#ms = end;
    await settle();
  }

  get sleeping(): number {
    return this.#sleepers.size;
  }
}

/** Lets everything run that is ready to. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
