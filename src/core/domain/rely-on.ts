import type { StoredBackup } from './manifest.ts';
import { dayMs, isVerified, newestFirst } from './retention.ts';

/**
 * Days for which every computer keeps a copy, as far as one can tell from another: nobody here knows its settings. Fewer
 * could be set (1), but two computers that share a Home Assistant notice their second copies with the next day's backup, and
 * a copy that was never given up only costs space until retention takes it.
 */
const surelyKeptDays = 3;

/**
 * Whether another computer's copy, of these stored ones, will still be there when one's own equal copy is gone: it is too
 * young to go by any plausible retention, or it is of the newest verified backup, which no retention takes (the floor is at
 * least one).
 */
export const canRelyOn = (stored: readonly StoredBackup[], now: Date): ((copy: StoredBackup) => boolean) => {
  let newestId: string | null | undefined;
  return (copy) => {
    const age = now.getTime() - Date.parse(copy.manifest.confirmedAt);
    if (age < surelyKeptDays * dayMs) return true;
    // Once for all copies: two computers may hold thousands of equal ones.
    if (newestId === undefined) newestId = newestFirst(stored.filter(isVerified))[0]?.manifest.backupId ?? null;
    return newestId === copy.manifest.backupId;
  };
};
