import { dayMs } from './day.ts';
import type { StoredBackup } from './manifest.ts';
import { newestFirst } from './made-at.ts';

export interface TestDueFacts {
  /** In the cloud, of the shown home, by any computer. */
  readonly stored: readonly StoredBackup[];
  /** When this computer last began one; undefined: never. */
  readonly lastTried: Date | undefined;
  /** When this computer last finished one, noted in the cloud or not; undefined: never. */
  readonly lastDone: Date | undefined;
  readonly now: Date;
}

/** The newest one, right after set-up; later any of them, by lot. */
export type DueTest = { readonly newest: StoredBackup } | 'any';

const everyMs = 30 * dayMs;
/** A fresh copy was looked into beside its upload, and the user may be waiting for something else just now. */
const settledMs = 3_600_000;
/** One that was interrupted is resumed; one that failed for the network is not asked for in a row. */
const pauseMs = 3_600_000;

/**
 * Whether a copy is to be brought back now, and which. One test in 30 days for all computers of the account: each sees what the
 * others did. A moment in the future (a clock was wrong) holds nothing up.
 */
export const testDue = ({ stored, lastTried, lastDone, now }: TestDueFacts): DueTest | undefined => {
  const [newest] = newestFirst(stored);
  if (!newest || isWithin(lastTried, pauseMs, now)) return undefined;
  const noted = stored.flatMap(({ test }) => (test ? [new Date(test.at)] : []));
  // Where the cloud is full nothing can be noted: that is no reason to bring a copy back every hour.
  const tests = lastDone === undefined ? noted : [...noted, lastDone];
  if (tests.length > 0) return tests.some((at) => isWithin(at, everyMs, now)) ? undefined : 'any';
  const settled = newestFirst(stored).find(({ manifest }) => !isWithin(new Date(manifest.confirmedAt), settledMs, now));
  return settled && { newest: settled };
};

const isWithin = (at: Date | undefined, ms: number, now: Date): boolean => {
  const age = at === undefined ? ms : now.getTime() - at.getTime();
  return age >= 0 && age < ms;
};
