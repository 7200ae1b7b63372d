import type { TransferState } from '../shared/run-report.ts';

export interface Reading {
  /** 0 to 100; undefined where the size is not known. */
  readonly percent: number | undefined;
  /** Undefined until there is enough to tell. */
  readonly bytesPerSecond: number | undefined;
  readonly leftMs: number | undefined;
}

/** Long enough to even out bursts, short enough to follow a changed connection. */
const windowMs = 10_000;
const shortestMs = 500;

/** Rate and time left of one transfer; another name begins again. */
export class Meter {
  #name: string | undefined;
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  read({ name, bytes, total }: TransferState, now: Date): Reading {
    const at = now.getTime();
    const last = this.#samples.at(-1);
    // Fewer bytes than before: an attempt that was begun again.
    if (name !== this.#name || (last && bytes < last.bytes)) [this.#name, this.#samples] = [name, []];
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= windowMs), { at, bytes }];
    const bytesPerSecond = this.#rate();
    const left = total === undefined ? undefined : Math.max(total - bytes, 0);
    return {
      percent: total === undefined || total === 0 ? undefined : Math.min(Math.floor((bytes / total) * 100), 100),
      bytesPerSecond,
      leftMs: left === undefined || !bytesPerSecond ? undefined : (left / bytesPerSecond) * 1000,
    };
  }

  #rate(): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < shortestMs) return undefined;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}
