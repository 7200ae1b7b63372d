import type { StoredBackup } from './manifest.ts';
import { dayMs } from './day.ts';
import { newestFirst } from './made-at.ts';
import type { RetentionSettings } from './retention/policy.ts';
import { isVerified } from './verification.ts';

/**
 * Days for which every computer keeps a copy, as far as one can tell from another that did not say for how long. Fewer could
 * be set (1), but two computers that share a Home Assistant notice their second copies with the next day's backup, and a copy
 * that was never given up only costs space until retention takes it.
 */
const surelyKeptDays = 3;

/** Days of 0 are for ever. */
const asLong = (theirs: number, ours: number): boolean => theirs === 0 || (ours !== 0 && theirs >= ours);

/** How long a copy's owner wanted to keep it: infinite = for ever, 0 = it did not say. */
export const promisedDays = ({ manifest: { retention } }: StoredBackup): number =>
  retention === undefined ? 0 : retention.days || Number.POSITIVE_INFINITY;

/** Of copies that are kept for equally long, how many of the newest their owner keeps in any case; 0 = it did not say. */
export const promisedFloor = ({ manifest: { retention } }: StoredBackup): number => retention?.floor ?? 0;

/** Whether the computer that stored a copy wanted to keep it at least as long as these settings do; undefined = it did not say. */
export const promisesAsMuch = ({ manifest }: StoredBackup, ours: RetentionSettings): boolean | undefined => {
  const { retention: theirs } = manifest;
  return theirs && asLong(theirs.days, ours.days) && theirs.floor >= ours.floor;
};

/**
 * Whether another computer's manifest says that its copy stays as long as these settings keep one, and until later than now.
 * Clocks differ, and its day may have begun earlier: a day before its end a promise is not held against anybody.
 */
export const isStillPromised = (copy: StoredBackup, ours: RetentionSettings, now: Date): boolean =>
  promisesAsMuch(copy, ours) === true &&
  Date.parse(copy.manifest.confirmedAt) + (promisedDays(copy) - 1) * dayMs > now.getTime();

/**
 * Whether another computer's copy, of these stored ones, will still be there when one's own equal copy is gone: the one that
 * stored it keeps it as long, or did not say and it is too young to go by any plausible retention, or is of the newest
 * verified backup, which no retention takes (the floor is at least one).
 */
export const canRelyOn = (
  stored: readonly StoredBackup[],
  ours: RetentionSettings,
  now: Date,
): ((copy: StoredBackup) => boolean) => {
  let newestId: string | null | undefined;
  return (copy) => {
    const promised = promisesAsMuch(copy, ours);
    if (promised !== undefined) return promised;
    const age = now.getTime() - Date.parse(copy.manifest.confirmedAt);
    if (age < surelyKeptDays * dayMs) return true;
    // Once for all copies: two computers may hold thousands of equal ones.
    if (newestId === undefined) newestId = newestFirst(stored.filter(isVerified))[0]?.manifest.backupId ?? null;
    return newestId === copy.manifest.backupId;
  };
};
