import { setTimeout as sleep } from 'node:timers/promises';

/** A timer that fired late is made up for, so that the average stays exact; a longer pause earns nothing. */
const CATCH_UP_MS = 100;
/** A slice takes about this long, so that progress looks even. */
const SLICE_MS = 20;
const MAX_SLICE = 256 * 1024;

/** A token bucket for one link, shared by everything that passes it. */
export class Throttle {
  #bytesPerSecond: number | undefined;
  #due = 0;

  constructor(bytesPerSecond?: number) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  set(bytesPerSecond: number | undefined): void {
    this.#bytesPerSecond = bytesPerSecond;
    this.#due = 0;
  }

  *slices(chunk: Buffer): Generator<Buffer> {
    const rate = this.#bytesPerSecond;
    const size = rate === undefined ? MAX_SLICE : Math.min(MAX_SLICE, Math.ceil((rate * SLICE_MS) / 1000));
    for (let start = 0; start < chunk.length; start += size) yield chunk.subarray(start, start + size);
  }

  /** Resolves when that many bytes may pass; rejects when the signal aborts. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#bytesPerSecond === undefined) return;
    const now = performance.now();
    if (now - this.#due > CATCH_UP_MS) this.#due = now;
    this.#due += (bytes / this.#bytesPerSecond) * 1000;
    const wait = this.#due - now;
    if (wait >= 1) await sleep(wait, undefined, { signal });
  }
}
