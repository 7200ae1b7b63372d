import { countsForFloor } from './backup.ts';
import type { Manifest, StoredBackup } from './manifest.ts';

export interface RetentionSettings {
  /** Days since confirmation after which a copy may go; 0 = never. */
  readonly days: number;
  /** Newest verified copies that stay whatever their age; at least 1. */
  readonly floor: number;
}

/** Why a copy stays or goes, in the order in which the reasons are looked at. */
export type RetentionReason = 'off' | 'young' | 'floor' | 'foreign' | 'unverified' | 'expired';

export interface RetentionVerdict {
  readonly stored: StoredBackup;
  readonly expires: boolean;
  readonly reason: RetentionReason;
}

export const dayMs = 86_400_000;

/** Structure proven and no defect that makes one doubt it. */
export const isVerified = ({ manifest }: StoredBackup): boolean =>
  manifest.level >= 1 && countsForFloor(manifest.defects);

interface Moments {
  readonly made: number;
  readonly confirmed: number;
}

/** Parsed once per manifest: a plan over thousands of copies asks for them again and again. */
const parsed = new WeakMap<Manifest, Moments>();

/** Milliseconds since 1970; NaN for what is no date. */
export const momentsOf = ({ manifest }: StoredBackup): Moments => {
  const known = parsed.get(manifest);
  if (known) return known;
  const moments = { made: Date.parse(manifest.date), confirmed: Date.parse(manifest.confirmedAt) };
  parsed.set(manifest, moments);
  return moments;
};

const dateMade = (copy: StoredBackup): number => momentsOf(copy).made;

/** Newest first by the date the backup was made; its id, then the archive's name decides between equal ones. */
export const newestFirst = (copies: readonly StoredBackup[]): StoredBackup[] =>
  copies
    .map((copy) => ({ copy, made: dateMade(copy) }))
    .sort((a, b) => b.made - a.made || byName(b.copy, a.copy))
    .map(({ copy }) => copy);

/** The id first: a backup that is only about to be stored has no name yet, and must stand where it will stand. */
const byName = (a: StoredBackup, b: StoredBackup): number => {
  const name = ({ manifest }: StoredBackup): string => `${manifest.backupId} ${manifest.archive}`;
  return name(a) < name(b) ? -1 : 1;
};

/**
 * The verdict of retention alone on every stored copy, newest first. `mine` tells which computers' copies may be pruned by
 * this one. The floor counts each backup once, however many copies of it there are.
 */
export const judge = (
  stored: readonly StoredBackup[],
  settings: RetentionSettings,
  mine: (computerId: string) => boolean,
  now: Date,
): RetentionVerdict[] => {
  const sorted = newestFirst(stored);
  const floor = floorOf(sorted, settings.floor);
  const ahead = countNewer({ stored });
  const limit = now.getTime() - settings.days * dayMs;
  const reasonFor = (copy: StoredBackup): RetentionReason => {
    if (settings.days === 0) return 'off';
    // Both: with a clock that was ahead, a copy can be confirmed "before" it was made, and would be pulled again at once.
    const { made, confirmed } = momentsOf(copy);
    if (made >= limit || confirmed >= limit) return 'young';
    if (floor.has(copy.manifest.backupId)) return 'floor';
    if (!mine(copy.manifest.computerId)) return 'foreign';
    // Nobody counts on it, but without a floor of verified ones that are at least as new it would be pulled again.
    if (ahead(momentsOf(copy).made) < Math.max(settings.floor, 1)) return 'unverified';
    return 'expired';
  };
  return sorted.map((copy) => {
    const reason = reasonFor(copy);
    return { stored: copy, reason, expires: reason === 'expired' };
  });
};

/** Ids of the newest verified backups among copies that are sorted, newest first: they stay in any case. */
export const floorOf = (sorted: readonly StoredBackup[], floor: number): Set<string> => {
  const ids = new Set<string>();
  for (const copy of sorted) {
    if (ids.size >= Math.max(floor, 1)) break;
    if (isVerified(copy)) ids.add(copy.manifest.backupId);
  }
  return ids;
};

export const isOlder = (isoDate: string, days: number, now: Date): boolean =>
  now.getTime() - Date.parse(isoDate) > days * dayMs;

/** For any moment: how many verified backups are at least as new. */
export const countNewer = ({ stored }: { readonly stored: readonly StoredBackup[] }): ((made: number) => number) => {
  const dates = new Map(stored.filter(isVerified).map((copy) => [copy.manifest.backupId, dateMade(copy)]));
  const newestAhead = [...dates.values()].sort((a, b) => b - a);
  return (made) => {
    let low = 0;
    let high = newestAhead.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((newestAhead[middle] ?? -Infinity) < made) high = middle;
      else low = middle + 1;
    }
    return low;
  };
};
