import { AppError } from '../errors/app-error.ts';
import { livingOwner, tryToOwn, type OtherOwner, type OwnerPlace } from './owner-file.ts';

/** The right to work with iCloud and with the folders of this computer, alone among all processes of one data folder. */
export interface RunLock {
  release(): Promise<void>;
}

export type RunLockPlace = OwnerPlace;

/** How somebody who finds the lock taken waits for it. */
export interface Patience {
  /** Longest wait in milliseconds; 0 = not at all. */
  readonly ms: number;
  /** Rejects when whoever waits gave up. */
  readonly pause: (ms: number) => Promise<void>;
  /** Called once, when the wait begins. */
  readonly onWaiting?: () => void;
  /** It is taken for a run: others show that as "backing up". Default: for something else. */
  readonly isRun?: boolean;
}

/**
 * Who takes it, and for how long each of them waits when another process has it (milliseconds). One rule: whoever runs rclone
 * on the config in use, or swaps or removes that config, holds it. rclone reads the whole config at its start and may write
 * the whole of it back at its end (facts 4), so two of them at once could bring a dead session back; and a run that goes on
 * in a folder that was just moved would confirm its copies where nobody looks.
 *
 * The wait is never endless: a run ends by itself, but an upload may take hours, and then `sync.running` names its process.
 */
export const patienceMs = {
  /** back-up, prune, logout, another folder: past the short looks of other processes, not past a run. */
  command: 5_000,
  /** list: looks take seconds. */
  look: 30_000,
  /** restore: on the day of the fire it is worth some minutes, while a background run comes to its end. */
  restore: 10 * 60_000,
  /** A background look: nobody waits for it, and it is tried again in five minutes. */
  watch: 60_000,
  /** A sign-in begins with the password, and `sync.running` has to be said before anything goes to Apple. */
  signIn: 5_000,
  /** The first look after a sign-in: a background run that took its chance in between comes first. */
  approve: 60_000,
} as const;

/** Asking whether an owner lives starts a process on macOS and Windows: not in a hurry. */
const firstPauseMs = 250;
const longestPauseMs = 4_000;

const impatient: Patience = { ms: 0, pause: () => Promise.resolve() };

/**
 * Takes the lock or throws `sync.running` with the living owner's `pid` and `since`. A dead owner's lock is taken over; when
 * several processes find it at once, exactly one of them gets it.
 */
export const acquireRunLock = async (place: RunLockPlace, now: Date, patience = impatient): Promise<RunLock> => {
  let left = patience.ms;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const attempt = await tryToOwn(place, now, patience.isRun);
    if ('release' in attempt) return attempt;
    if (left <= 0) throw new AppError('sync.running', factsOf(attempt.other));
    if (left === patience.ms) patience.onWaiting?.();
    await patience.pause(Math.min(pauseMs, left));
    left -= pauseMs;
  }
};

const factsOf = (other: OtherOwner): { pid: number; since: string } | undefined =>
  other && { pid: other.pid, since: other.since };

/** Who runs right now, for showing it; a dead owner does not count. */
export const runningOwner = async (place: RunLockPlace): Promise<OtherOwner> => await livingOwner(place);
