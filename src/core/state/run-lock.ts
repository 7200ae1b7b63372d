import { AppError } from '../errors/app-error.ts';
import { livingOwner, tryToOwn, type OtherOwner, type OwnerPlace } from './pid-lock-file.ts';
import { StopRequest, watchForStop } from './stop-request.ts';

/** The right to work with iCloud and with the folders of this computer, alone among all processes of one data folder. */
export interface RunLock {
  /** Fires when another process asked this one to end: what is done under the lock ends as if its user had cancelled it. */
  readonly stopped: AbortSignal;
  release(): Promise<void>;
}

export type RunLockPlace = OwnerPlace;

/** How somebody who finds the lock taken waits for it. */
export interface Patience {
  /** Longest wait in milliseconds; 0 = not at all. */
  readonly ms: number;
  /** Rejects when the caller gave up waiting. */
  readonly pause: (ms: number) => Promise<void>;
  /** Called once, when the wait begins. */
  readonly onWaiting?: () => void;
  /** It is taken for a run: others show that as "backing up". Default: for something else. */
  readonly isRun?: boolean;
  /** The process that has it is asked to end (state/stop-request.ts). Default: it is waited for. */
  readonly asksToStop?: boolean;
}

/**
 * Who takes it, and for how long each of them waits when another process has it (milliseconds). One rule: a process that runs rclone
 * on the config in use, or swaps or removes that config, holds it. rclone reads the whole config at its start and may write
 * the whole of it back at its end (facts#apple-sessions), so two of them at once could bring a dead session back; and a run
 * that goes on in a folder that was just moved would confirm its copies where nobody looks.
 *
 * The wait is never endless: a run ends by itself, but an upload may take hours, and then `sync.running` names its process.
 */
export const patienceMs = {
  /** back-up, prune, another folder: past the short looks of other processes, not past a run. */
  command: 5_000,
  /** logout ends what runs: long enough to give up a transfer and end rclone. */
  logout: 20_000,
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
  const request = new StopRequest(place.path);
  try {
    return await waitForLock(place, now, patience, request);
  } finally {
    if (patience.asksToStop) await request.withdraw();
  }
};

const waitForLock = async (
  place: RunLockPlace,
  now: Date,
  patience: Patience,
  request: StopRequest,
): Promise<RunLock> => {
  let left = patience.ms;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const attempt = await tryToOwn(place, now, patience.isRun);
    if ('release' in attempt) return heldLock(place, now, attempt.release);
    if (left <= 0) throw new AppError('sync.running', factsOf(attempt.other));
    if (left === patience.ms) patience.onWaiting?.();
    // Another one may have been quicker when the first one ended.
    if (patience.asksToStop) await request.ask(attempt.other);
    await patience.pause(Math.min(pauseMs, left));
    left -= pauseMs;
  }
};

const heldLock = ({ path, processes }: RunLockPlace, now: Date, release: () => Promise<void>): RunLock => {
  const { stopped, end } = watchForStop(path, { pid: processes.self.pid, since: now.toISOString() });
  const giveBack = async (): Promise<void> => {
    end();
    await release();
  };
  return { stopped, release: giveBack };
};

const factsOf = (other: OtherOwner): { pid: number; since: string } | undefined =>
  other && { pid: other.pid, since: other.since };

/** Who runs right now, for showing it; a dead owner does not count. */
export const runningOwner = async (place: RunLockPlace): Promise<OtherOwner> => await livingOwner(place);
