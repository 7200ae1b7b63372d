import { z } from 'zod';
import { readCached, writeCached } from './cache-file.ts';

const minuteMs = 60_000;
/** Pauses after the 1st, 2nd, ... failure in a row; the last one for all that follow. */
const pausesMs = [10 * minuteMs, 60 * minuteMs, 6 * 60 * minuteMs] as const;
const longestPauseMs = 6 * 60 * minuteMs;
/** A file that could not be had in so many attempts, over so long, is taken for unreadable. It is still tried. */
const lasting = { failures: 4, ms: 2 * 24 * 60 * minuteMs } as const;

const doubtSchema = z.object({ failures: z.number().int().positive(), first: z.number(), last: z.number() });
type Doubt = z.infer<typeof doubtSchema>;

/**
 * Files of one folder that could not be had when they were asked for, by their key in the cache: when they may be asked for
 * again, and which have failed for days. Kept in a file that may be deleted at any time.
 */
export class FetchDoubts {
  readonly #path: string;
  readonly #now: number;
  #doubts: ReadonlyMap<string, Doubt>;

  private constructor(path: string, now: Date, doubts: ReadonlyMap<string, Doubt>) {
    this.#path = path;
    this.#now = now.getTime();
    this.#doubts = doubts;
  }

  static async load(path: string, now: Date): Promise<FetchDoubts> {
    return new FetchDoubts(path, now, parse(await readCached(path)));
  }

  /** A moment that lies ahead was written by a clock that was wrong: it holds nobody up. */
  mayTry(key: string): boolean {
    const doubt = this.#doubts.get(key);
    if (doubt === undefined) return true;
    const since = this.#now - doubt.last;
    return since < 0 || since >= (pausesMs[doubt.failures - 1] ?? longestPauseMs);
  }

  isLasting(key: string): boolean {
    const doubt = this.#doubts.get(key);
    return doubt !== undefined && doubt.failures >= lasting.failures && this.#now - doubt.first >= lasting.ms;
  }

  /** @param failed keys that were asked for just now, in vain; @param open keys that are wanted and not there */
  async note(failed: ReadonlySet<string>, open: ReadonlySet<string>): Promise<void> {
    const next = new Map([...this.#doubts].filter(([key]) => open.has(key)));
    for (const key of failed) {
      const before = next.get(key);
      const first = before === undefined || before.first > this.#now ? this.#now : before.first;
      next.set(key, { failures: (before?.failures ?? 0) + 1, first, last: this.#now });
    }
    const changed = failed.size > 0 || next.size !== this.#doubts.size;
    this.#doubts = next;
    if (changed) await writeCached(this.#path, JSON.stringify(Object.fromEntries(next)));
  }
}

const parse = (text: string | undefined): ReadonlyMap<string, Doubt> => {
  if (text === undefined) return new Map();
  try {
    return new Map(Object.entries(z.record(z.string(), doubtSchema).parse(JSON.parse(text))));
  } catch {
    return new Map();
  }
};
