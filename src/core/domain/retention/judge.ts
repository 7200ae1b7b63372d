import type { HaBackup } from '../backup.ts';
import { dayMs } from '../day.ts';
import { datedNewestFirst, type Dated } from '../made-at.ts';
import type { StoredBackup } from '../manifest.ts';
import { isVerified } from '../verification.ts';
import type { Candidate, RetentionSettings } from './policy.ts';
import { retain, type KeepReason } from './retain.ts';

/** Why a copy stays or goes. */
export type RetentionReason = KeepReason | 'foreign' | 'expired';

export interface RetentionVerdict extends Dated {
  readonly expires: boolean;
  readonly reason: RetentionReason;
}

const candidateOf = ({ stored, made, confirmed, at }: Dated): Candidate => ({
  id: stored.manifest.backupId,
  made,
  confirmed,
  at,
  verified: isVerified(stored),
  pinned: stored.pinnedAt !== undefined,
});

/**
 * A backup that is not stored yet is judged by the date it was made, a stored one by its confirmation as well, so nothing
 * pruned comes back.
 */
export const hopeFor = ({ id }: HaBackup, made: number): Candidate => ({
  id,
  made,
  confirmed: made,
  at: made,
  verified: true,
  pinned: false,
});

/** Stored copies as retention sees them, newest first. */
export const candidatesOf = (stored: readonly StoredBackup[]): Candidate[] => datedNewestFirst(stored).map(candidateOf);

/**
 * When a copy will be old enough to go, if everything else stays as it is. Milliseconds since 1970; undefined for those that
 * something besides their age keeps, and for those that are old enough by now.
 */
export const goingAt = (
  stored: readonly StoredBackup[],
  settings: RetentionSettings,
  mine: (computerId: string) => boolean,
  now: Date,
): ((copy: StoredBackup) => number | undefined) => {
  const atEnd = judge(stored, settings, mine, endOfTime);
  const dates = new Map(
    atEnd
      .filter(({ expires }) => expires)
      .map(({ stored: copy, made, confirmed }) => [
        copy.manifestName,
        Math.max(made, confirmed) + settings.days * dayMs,
      ]),
  );
  return ({ manifestName }) => {
    const date = dates.get(manifestName);
    return date !== undefined && date > now.getTime() ? date : undefined;
  };
};

/** The last moment that a date can be. */
const endOfTime = new Date(8.64e15);

/**
 * The verdict of retention alone on every stored copy, newest first. `mine` tells which computers' copies may be pruned by
 * this one; only they are counted, for nobody here decides how long the others stay.
 */
export const judge = (
  stored: readonly StoredBackup[],
  settings: RetentionSettings,
  mine: (computerId: string) => boolean,
  now: Date,
): RetentionVerdict[] => {
  const judged = datedNewestFirst(stored).map((dated) => ({
    dated,
    candidate: mine(dated.stored.manifest.computerId) ? candidateOf(dated) : undefined,
  }));
  const own = judged.flatMap(({ candidate }) => candidate ?? []);
  const keptFor = retain(settings, now, own);
  return judged.map(({ dated, candidate }) => {
    const reason = candidate ? (keptFor(candidate) ?? 'expired') : 'foreign';
    return { ...dated, reason, expires: reason === 'expired' };
  });
};
