import type { Needs } from '../context.ts';
import { toAppError } from '../errors/app-error.ts';
import type { SignInLock } from '../icloud/sign-in.ts';
import { patienceMs, type RunLock } from '../state/run-lock.ts';
import { takeRunLock, type LockNeeds } from './under-run-lock.ts';

/** What goes wrong where nobody waits can only be noted. */
export type DialogLockNeeds = LockNeeds & Needs<never, 'logger'>;

/**
 * Longest time between two steps of a dialog that keeps everybody else from the config. Apple's codes live about as long; an
 * open window that somebody forgot must not end the backups.
 */
const idleMs = 15 * 60_000;

/** The run lock for a sign-in: held from before the password until the end, given back where nobody answers. */
export class DialogLock implements SignInLock {
  readonly #context: DialogLockNeeds;
  #held: RunLock | undefined;
  #idle = new AbortController();

  constructor(context: DialogLockNeeds) {
    this.#context = context;
  }

  async hold(signal: AbortSignal): Promise<void> {
    this.#idle.abort();
    this.#held ??= await takeRunLock(this.#context, { waitMs: patienceMs.signIn }, signal);
    const idle = (this.#idle = new AbortController());
    void this.#releaseAfter(idle.signal);
  }

  async release(): Promise<void> {
    this.#idle.abort();
    const held = this.#held;
    this.#held = undefined;
    await held?.release();
  }

  /** Nobody waits for it: what it throws is noted and no more. */
  async #releaseAfter(signal: AbortSignal): Promise<void> {
    const { clock, logger } = this.#context.ports;
    try {
      await clock.wait(idleMs, signal);
      await this.release();
    } catch (error) {
      if (!signal.aborted) logger.warn('run lock not released', { code: toAppError(error).code });
    }
  }
}
