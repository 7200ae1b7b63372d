import { AppError } from '../../src/core/errors/app-error.ts';
import type { Clock } from '../../src/core/ports/clock.ts';

/** Waiting takes no time at all, but the clock goes on by as much. */
export class PatientClock implements Clock {
  readonly waits: number[] = [];
  #ms: number;
  /** Called when somebody begins to wait. */
  onWait: () => void = () => undefined;

  constructor(now: Date) {
    this.#ms = now.getTime();
  }

  now(): Date {
    return new Date(this.#ms);
  }

  forward(ms: number): void {
    this.#ms += ms;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    this.waits.push(ms);
    this.#ms += ms;
    this.onWait();
    return signal.aborted ? Promise.reject(new AppError('sync.cancelled')) : Promise.resolve();
  }
}
