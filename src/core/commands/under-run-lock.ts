import type { Needs } from '../context.ts';
import { acquireRunLock, type RunLock } from '../state/run-lock.ts';

export type LockNeeds = Needs<'lockPlace' | 'settings' | 'sweepOnce', 'clock'>;

export interface LockOptions {
  /** How long to wait for it at most; see patienceMs. */
  readonly waitMs: number;
  /** Called once, when another process has it. */
  readonly onWaiting?: (() => void) | undefined;
  /** A run, and no list, sign-in or restore: what others show as "backing up". */
  readonly isRun?: true;
  /** The process that has it is asked to end. */
  readonly asksToStop?: true;
}

/**
 * Takes the run lock; then the settings are as they are now, for the process that had it may have changed them. Errors:
 * `sync.running`, `sync.cancelled`, `settings.newer`, `disk.*`.
 */
export const takeRunLock = async (context: LockNeeds, wish: LockOptions, signal: AbortSignal): Promise<RunLock> => {
  const { clock } = context.ports;
  const lock = await acquireRunLock(context.lockPlace, clock.now(), {
    ms: wish.waitMs,
    pause: (ms) => clock.wait(ms, signal),
    ...(wish.onWaiting ? { onWaiting: wish.onWaiting } : {}),
    ...(wish.isRun ? { isRun: true } : {}),
    ...(wish.asksToStop ? { asksToStop: true } : {}),
  });
  try {
    await context.settings.load();
    await context.sweepOnce();
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
};

/**
 * Work that no other process of this data folder may do at the same time: see state/run-lock.ts for what that is. Its signal fires
 * when the caller gave up, and when another process needs this one to end.
 */
export const underRunLock = async <T>(
  context: LockNeeds,
  wish: LockOptions,
  signal: AbortSignal,
  work: (until: AbortSignal) => Promise<T>,
): Promise<T> => {
  const lock = await takeRunLock(context, wish, signal);
  try {
    return await work(AbortSignal.any([signal, lock.stopped]));
  } finally {
    await lock.release();
  }
};
