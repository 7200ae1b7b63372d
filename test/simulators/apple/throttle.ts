import { setTimeout as sleep } from 'node:timers/promises';

/** A timer that fires late may be made up for by this much of unused time, so that the average stays exact. */
const CATCH_UP_MS = 100;
/** A slice takes about this long, so that progress looks even. */
const SLICE_MS = 20;
const MAX_SLICE = 64 * 1024;

/** A token bucket for one direction, shared by all connections. */
export class Pace {
  #bytesPerSecond: number | undefined;
  #due = 0;

  set(bytesPerSecond: number | undefined): void {
    this.#bytesPerSecond = bytesPerSecond;
    this.#due = 0;
  }

  *slices(chunk: Buffer): Generator<Buffer> {
    if (this.#bytesPerSecond === undefined) {
      yield chunk;
      return;
    }
    const size = Math.max(1, Math.min(MAX_SLICE, Math.floor((this.#bytesPerSecond * SLICE_MS) / 1000)));
    for (let start = 0; start < chunk.length; start += size) yield chunk.subarray(start, start + size);
  }

  /** Resolves when that many bytes may pass. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#bytesPerSecond === undefined) return;
    const now = performance.now();
    this.#due = Math.max(this.#due, now - CATCH_UP_MS) + (bytes / this.#bytesPerSecond) * 1000;
    const wait = this.#due - now;
    if (wait >= 1) await sleep(wait, undefined, { signal });
  }
}
