import type { AppPorts, Context } from '../context.ts';
import { acquireRunLock, type RunLock } from '../state/run-lock.ts';

/** The part of the context that it takes. */
export type LockContext = Pick<Context, 'lockPlace' | 'settings' | 'sweepOnce'> & {
  readonly ports: Pick<AppPorts, 'clock' | 'logger'>;
};

export interface LockWish {
  /** How long to wait for it at most; see patienceMs. */
  readonly waitMs: number;
  /** Called once, when another process has it. */
  readonly onWaiting?: (() => void) | undefined;
  /** A run, and no list, sign-in or restore: what others show as "backing up". */
  readonly isRun?: true;
}

/**
 * Takes the run lock; then the settings are as they are now, for they may have been changed by whoever had it. Errors:
 * `sync.running`, `sync.cancelled`, `settings.newer`, `disk.*`.
 */
export const takeRunLock = async (context: LockContext, wish: LockWish, signal: AbortSignal): Promise<RunLock> => {
  const { clock } = context.ports;
  const lock = await acquireRunLock(context.lockPlace, clock.now(), {
    ms: wish.waitMs,
    pause: (ms) => clock.wait(ms, signal),
    ...(wish.onWaiting ? { onWaiting: wish.onWaiting } : {}),
    ...(wish.isRun ? { isRun: true } : {}),
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

/** Work that no other process of this data folder may do at the same time: see state/run-lock.ts for what that is. */
export const underRunLock = async <T>(
  context: LockContext,
  wish: LockWish,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> => {
  const lock = await takeRunLock(context, wish, signal);
  try {
    return await work();
  } finally {
    await lock.release();
  }
};
