import type { HaBackup } from './backup.ts';
import type { StoredBackup } from './manifest.ts';
import { dayMs } from './day.ts';
import type { Recurrence } from '../../shared/vocabulary.ts';

export interface OwnKeeping {
  readonly recurrence: Recurrence;
  readonly keeps: { readonly copies: number | null; readonly days: number | null };
}

/**
 * Days whose automatic backup Home Assistant most likely made and removed again before this computer looked: it makes one a
 * day, keeps only so many or so long, holds that much, and the oldest of them is more than a day and a half newer than the newest copy
 * stored. 0 when nothing speaks for it.
 */
export const unpulledDays = (
  own: OwnKeeping | undefined,
  listed: readonly HaBackup[],
  stored: readonly StoredBackup[],
): number => {
  if (own?.recurrence !== 'daily') return 0;
  const automatic = listed.filter((backup) => backup.kind === 'automatic').map((backup) => Date.parse(backup.date));
  const known = stored.map(({ manifest }) => Date.parse(manifest.date));
  if (known.length === 0 || !isFull(own, automatic)) return 0;
  const gap = Math.min(...automatic) - Math.max(...known);
  return gap > 1.5 * dayMs ? Math.round(gap / dayMs) - 1 : 0;
};

/** Home Assistant holds as much as its settings let it, so it removes one for each that it makes. */
const isFull = ({ keeps }: OwnKeeping, automatic: readonly number[]): boolean => {
  if (keeps.copies !== null && automatic.length >= keeps.copies) return true;
  if (keeps.days === null || automatic.length === 0) return false;
  return Math.max(...automatic) - Math.min(...automatic) >= (keeps.days - 1.5) * dayMs;
};
