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

export interface RetentionVerdict {
  readonly stored: StoredBackup;
  readonly expires: boolean;
  readonly reason: RetentionReason;
}

export const dayMs = 86_400_000;

/** Structure proven and no defect that makes one doubt it. */
export const isVerified = ({ manifest }: StoredBackup): boolean =>
  manifest.level >= 1 && countsForFloor(manifest.defects);

const dateMade = ({ manifest }: StoredBackup): number => new Date(manifest.date).getTime();

/** Newest first by the date the backup was made; the archive's name decides between equal ones. */
export const byDateMade = (a: StoredBackup, b: StoredBackup): number =>
  dateMade(b) - dateMade(a) || b.manifest.archive.localeCompare(a.manifest.archive);

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
  const floor = floorOf(stored, settings.floor);
  const newestVerified = Math.max(...stored.filter(isVerified).map(dateMade));
  const reasonFor = (copy: StoredBackup): RetentionReason => {
    if (settings.days === 0) return 'off';
    if (!isOlder(copy.manifest.confirmedAt, settings.days, now)) return 'young';
    if (floor.has(copy.manifest.backupId)) return 'floor';
    if (!mine(copy.manifest.computerId)) return 'foreign';
    // Nobody counts on it, but without enough or newer verified copies it may be the best there is.
    if (floor.size < settings.floor || dateMade(copy) >= newestVerified) return 'unverified';
    return 'expired';
  };
  return [...stored].sort(byDateMade).map((copy) => {
    const reason = reasonFor(copy);
    return { stored: copy, reason, expires: reason === 'expired' };
  });
};

/** Ids of the newest verified backups that stay in any case. */
export const floorOf = (stored: readonly StoredBackup[], floor: number): Set<string> => {
  const ids = new Set<string>();
  for (const copy of stored.filter(isVerified).sort(byDateMade)) {
    if (ids.size >= Math.max(floor, 1)) break;
    ids.add(copy.manifest.backupId);
  }
  return ids;
};

export const isOlder = (isoDate: string, days: number, now: Date): boolean =>
  now.getTime() - new Date(isoDate).getTime() > days * dayMs;
