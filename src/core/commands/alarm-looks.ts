import type { Clock } from '../ports/clock.ts';

/** The user may have changed or deleted the automation there: looked at now and then. */
const hourMs = 3_600_000;
/** Between the look that finds it gone and the one that decides. */
const soonMs = 60_000;
/** After failures in a row: no backup waits for the alarm, and a Home Assistant in trouble is left in peace. */
const pausesMs = [5 * 60_000, 15 * 60_000, hourMs] as const;

/** When the alarm is looked at next. */
export class AlarmLooks {
  readonly #clock: Clock;
  #chosen: string | undefined;
  #nextAt = 0;
  #failures = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @param chosen - what the user chose, in any form: a new choice is carried out at once. */
  isDue(chosen: string): boolean {
    const left = this.#nextAt - this.#clock.now().getTime();
    // Further off than any pause: the clock was put back.
    return chosen !== this.#chosen || left <= 0 || left > hourMs;
  }

  done(chosen: string, isSure: boolean): void {
    this.#failures = 0;
    this.#nextIn(chosen, isSure ? hourMs : soonMs);
  }

  failed(chosen: string): void {
    const pause = pausesMs[Math.min(this.#failures, pausesMs.length - 1)] ?? hourMs;
    this.#failures += 1;
    this.#nextIn(chosen, pause);
  }

  #nextIn(chosen: string, ms: number): void {
    this.#chosen = chosen;
    this.#nextAt = this.#clock.now().getTime() + ms;
  }
}
