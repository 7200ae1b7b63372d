import { countsForFloor } from './backup.ts';
import type { StoredBackup } from './manifest.ts';

export interface RetentionSettings {
  /** Days since confirmation after which a copy may go; 0 = never. */
  readonly days: number;
  /** Newest verified copies that stay whatever their age; at least 1. */
  readonly floor: number;
}

/** Why a copy stays or goes, in the order in which the reasons are looked at. */
export type RetentionReason = 'off' | 'young' | 'floor' | 'foreign' | 'unverified' | 'expired';

/** A copy with its dates read: once, for a plan over thousands of copies asks for them again and again. */
interface Dated {
  readonly stored: StoredBackup;
  /** Milliseconds since 1970; NaN for what is no date. */
  readonly made: number;
  readonly confirmed: number;
}

export interface RetentionVerdict extends Dated {
  readonly expires: boolean;
  readonly reason: RetentionReason;
}

export const dayMs = 86_400_000;

/** Structure proven and no defect that makes one doubt it. */
export const isVerified = ({ manifest }: StoredBackup): boolean =>
  manifest.level >= 1 && countsForFloor(manifest.defects);

/** Newest first by the date the backup was made; its id, then the archive's name decides between equal ones. */
export const newestFirst = (copies: readonly StoredBackup[]): StoredBackup[] =>
  datedNewestFirst(copies).map(({ stored }) => stored);

const datedNewestFirst = (copies: readonly StoredBackup[]): Dated[] =>
  copies
    .map((stored) => ({ stored, made: madeAt(stored), confirmed: Date.parse(stored.manifest.confirmedAt) }))
    .sort((a, b) => b.made - a.made || byName(b.stored, a.stored));

const madeAt = ({ manifest }: StoredBackup): number => Date.parse(manifest.date);

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
  const sorted = datedNewestFirst(stored);
  const floor = floorOf(
    sorted.map((copy) => copy.stored),
    settings.floor,
  );
  const ahead = countNewer({ stored });
  const limit = now.getTime() - settings.days * dayMs;
  const reasonFor = ({ stored: copy, made, confirmed }: Dated): RetentionReason => {
    if (settings.days === 0) return 'off';
    // Both: with a clock that was ahead, a copy can be confirmed "before" it was made, and would be pulled again at once.
    if (made >= limit || confirmed >= limit) return 'young';
    if (floor.has(copy.manifest.backupId)) return 'floor';
    if (!mine(copy.manifest.computerId)) return 'foreign';
    // Nobody counts on it, but without a floor of verified ones that are at least as new it would be pulled again.
    if (!isVerified(copy) && ahead(made) < Math.max(settings.floor, 1)) return 'unverified';
    return 'expired';
  };
  return sorted.map((dated) => {
    const reason = reasonFor(dated);
    const { stored: copy, made, confirmed } = dated;
    return { stored: copy, made, confirmed, reason, expires: reason === 'expired' };
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

/** For any moment: how many verified backups are at least as new. */
export const countNewer = ({ stored }: { readonly stored: readonly StoredBackup[] }): ((made: number) => number) => {
  let known: Float64Array | undefined;
  return (made) => {
    // Only now: mostly nobody asks.
    const oldestAhead = (known ??= datesOfVerified(stored));
    let low = 0;
    let high = oldestAhead.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((oldestAhead[middle] ?? -Infinity) < made) low = middle + 1;
      else high = middle;
    }
    return oldestAhead.length - low;
  };
};

/** One for each backup, ascending. A date that cannot be read is newer than nothing. */
const datesOfVerified = (stored: readonly StoredBackup[]): Float64Array => {
  const dates = new Map<string, number>();
  for (const copy of stored) {
    const made = isVerified(copy) ? madeAt(copy) : NaN;
    if (!Number.isNaN(made)) dates.set(copy.manifest.backupId, made);
  }
  return Float64Array.from(dates.values()).sort();
};
