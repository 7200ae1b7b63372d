import type { LogEntry } from './types.ts';

/** What clients asked for, in order; bounded, so that a simulated week does not fill the memory. */
const LIMIT = 100_000;

export class RequestLog {
  #entries: LogEntry[] = [];
  ranges: string[] = [];

  add(entry: LogEntry): LogEntry {
    if (this.#entries.length >= LIMIT) this.#entries = this.#entries.slice(LIMIT / 2);
    this.#entries.push(entry);
    return entry;
  }

  entries(): LogEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  clear(): void {
    this.#entries = [];
    this.ranges = [];
  }
}
