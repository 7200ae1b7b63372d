import type { Running } from '../../shared/contract/views.ts';
import type { Activity } from '../../shared/run-report.ts';
import { AppError, isCode, throwIfCancelled, toAppError } from '../../core/errors/app-error.ts';
import type { Transfer } from '../host-contract.ts';
import { learn, noPace, secondsLeft } from './estimate.ts';
import type { HostEvent } from './reducer.ts';

export type JobKind = Running['what'];

/** The one thing that is under way, for whoever does it. */
export interface Job {
  activity(activity: Activity): void;
  end(): void;
}

interface Current {
  readonly what: JobKind;
  readonly since: string;
  readonly cancel: () => void;
  hasTransferred: boolean;
  /** By the system, not by the user. */
  isBrokenOff: boolean;
}

type Work<T> = (signal: AbortSignal, onActivity: (activity: Activity) => void) => Promise<T>;

export interface JobsOptions {
  readonly dispatch: (event: HostEvent) => void;
  readonly now: () => Date;
  /** Ends what this process does for itself and what would keep the lock from the user's order. */
  readonly makeWay: () => Promise<void>;
  /** Nothing is under way any more. */
  readonly onIdle: () => void;
}

/** One thing at a time: what it is, how far it is, how it is given up. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #pending = new Set<Promise<unknown>>();
  #current: Current | undefined;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#current !== undefined;
  }

  /** From the first byte of a run to its end: what lies between two transfers is broken off just as well. */
  get transfer(): Transfer | undefined {
    if (this.#current?.hasTransferred !== true) return undefined;
    return this.#current.what === 'restore' ? 'restore' : 'backup';
  }

  /** Work that the user ordered. Error: `sync.running` while anything else is under way. */
  async run<T>(what: JobKind, work: Work<T>): Promise<T> {
    const cancel = new AbortController();
    const job = this.begin(what, () => cancel.abort());
    if (!job) throw new AppError('sync.running', { pid: process.pid, since: this.#current?.since ?? '' });
    const current = this.#current;
    const running = this.#afterOthers(work, cancel.signal, job);
    this.#pending.add(running);
    try {
      return await running;
    } catch (error) {
      const isBrokenOff = current?.isBrokenOff === true && isCode(error, 'sync.cancelled');
      throw isBrokenOff ? new AppError('sync.cancelled', { ...toAppError(error).facts, by: 'sleep' }) : error;
    } finally {
      this.#pending.delete(running);
      job.end();
    }
  }

  async #afterOthers<T>(work: Work<T>, signal: AbortSignal, job: Job): Promise<T> {
    await this.#options.makeWay();
    throwIfCancelled(signal);
    return await work(signal, (activity) => job.activity(activity));
  }

  /** Work that is led elsewhere; undefined while anything else is under way. */
  begin(what: JobKind, cancel: () => void): Job | undefined {
    if (this.#current) return undefined;
    const { dispatch, now, onIdle } = this.#options;
    const since = now().toISOString();
    const current: Current = { what, since, cancel, hasTransferred: false, isBrokenOff: false };
    this.#current = current;
    dispatch({ type: 'started', what, since });
    let pace = noPace;
    return {
      activity: (activity) => {
        if (this.#current !== current) return;
        current.hasTransferred ||= activity.phase === 'transferring';
        pace = learn(pace, activity, performance.now());
        dispatch({ type: 'activity', activity, secondsLeft: secondsLeft(what, pace, activity) });
      },
      end: () => {
        if (this.#current !== current) return;
        this.#current = undefined;
        dispatch({ type: 'ended' });
        onIdle();
      },
    };
  }

  /** Gives up what is under way, if it is one of these. It ends when it has let go of everything. */
  cancel(...kinds: readonly JobKind[]): void {
    if (!this.#current || !kinds.includes(this.#current.what)) return;
    this.#options.dispatch({ type: 'cancelling' });
    this.#current.cancel();
  }

  /** The computer goes to sleep: nobody gave up on it, and whoever ordered it hears that (`sync.cancelled`, by `sleep`). */
  breakOff(): void {
    if (this.#current) this.#current.isBrokenOff = true;
    this.cancel('backup', 'restore', 'remove', 'connect');
  }

  /** All that the user ordered, ended. */
  async cancelAll(): Promise<void> {
    this.cancel('backup', 'restore', 'remove', 'connect');
    await Promise.allSettled([...this.#pending]);
  }
}
