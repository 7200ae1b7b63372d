import type { HaBackup } from './backup.ts';
import type { StoredBackup } from './manifest.ts';

const dayMs = 86_400_000;

export interface OwnKeeping {
  readonly recurrence: 'never' | 'daily' | 'custom_days';
  readonly keeps: { readonly copies: number | null; readonly days: number | null };
}

/**
 * Days whose automatic backup Home Assistant most likely made and removed again before this computer looked: it makes one a
 * day, keeps only so many, has that many, and the oldest of them is more than a day and a half newer than the newest copy
 * stored. 0 when nothing speaks for it.
 */
export const unpulledDays = (
  own: OwnKeeping | undefined,
  listed: readonly HaBackup[],
  stored: readonly StoredBackup[],
): number => {
  if (own?.recurrence !== 'daily' || own.keeps.copies === null) return 0;
  const automatic = listed.filter((backup) => backup.kind === 'automatic').map((backup) => Date.parse(backup.date));
  const known = stored.map(({ manifest }) => Date.parse(manifest.date));
  if (automatic.length < own.keeps.copies || known.length === 0) return 0;
  const gap = Math.min(...automatic) - Math.max(...known);
  return gap > 1.5 * dayMs ? Math.round(gap / dayMs) - 1 : 0;
};
