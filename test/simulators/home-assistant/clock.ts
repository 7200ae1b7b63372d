/** Home Assistant's clock: the given one, shifted by a skew; dates as Python writes them. */
export class Clock {
  skewMs = 0;
  readonly #source: () => Date;
  #micros = 0;

  constructor(source: () => Date) {
    this.#source = source;
  }

  now(): Date {
    return new Date(this.#source().getTime() + this.skewMs);
  }

  /** `2026-11-21T08:37:46.946470+00:00`: Python shows microseconds; ours count up so that no two dates are equal. */
  isoNow(): string {
    this.#micros = (this.#micros + 1) % 1000;
    return pythonIso(this.now(), this.#micros);
  }
}

export function pythonIso(date: Date, micros = 0): string {
  return date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}+00:00`);
}
