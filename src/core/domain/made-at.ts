import type { StoredBackup } from './manifest.ts';
import { maxSkewMs } from './schedule.ts';

/**
 * When a backup was made, in milliseconds since 1970. One that is dated after its confirmation, by more than clocks differ
 * anyway, counts as made then: a clock that was ahead must not make it the newest for years. NaN for what is no date.
 */
export const madeAt = ({ manifest }: StoredBackup): number =>
  plausible(Date.parse(manifest.date), Date.parse(manifest.confirmedAt));

/** The date of something that was there at `seen`. */
export const plausible = (made: number, seen: number): number => (made > seen + maxSkewMs ? seen : made);

/** A copy with its dates read: once, for a plan over thousands of copies asks for them again and again. */
export interface Dated {
  readonly stored: StoredBackup;
  /** Milliseconds since 1970; NaN for what is no date. As Home Assistant dated it. */
  readonly made: number;
  readonly confirmed: number;
  /** The earlier of both (madeAt). */
  readonly at: number;
}

/** Newest first by when the backup was made; its id, then the archive's name decides between equal ones. */
export const newestFirst = (copies: readonly StoredBackup[]): StoredBackup[] =>
  datedNewestFirst(copies).map(({ stored }) => stored);

export const datedNewestFirst = (copies: readonly StoredBackup[]): Dated[] =>
  copies
    .map((stored) => ({
      stored,
      at: madeAt(stored),
      made: Date.parse(stored.manifest.date),
      confirmed: Date.parse(stored.manifest.confirmedAt),
    }))
    .sort((a, b) => newer(a.at, b.at) || byName(b.stored, a.stored));

/** For sorting newest first. What has no date stands behind all that has one: else the order would depend on where one began. */
export const newer = (a: number, b: number): number => comparable(b) - comparable(a);

const comparable = (at: number): number => (Number.isNaN(at) ? Number.MIN_SAFE_INTEGER : at);

/** The id first: a backup that is only about to be stored has no name yet, and must stand where it will stand. */
const byName = (a: StoredBackup, b: StoredBackup): number => {
  const name = ({ manifest }: StoredBackup): string => `${manifest.backupId} ${manifest.archive}`;
  return name(a) < name(b) ? -1 : 1;
};
