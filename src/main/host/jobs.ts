import { comesDown, type Running } from '../../shared/contract/views.ts';
import type { Activity } from '../../shared/run-report.ts';
import { AppError, isCode, throwIfCancelled, toAppError } from '../../core/errors/app-error.ts';
import type { Transfer } from '../host-contract.ts';
import { learn, noPace, secondsLeft } from './estimate.ts';
import type { HostEvent } from './reducer.ts';
import type { Scheduler, Turn } from './scheduler.ts';

export type JobKind = Running['what'];

/** The one thing that is under way, as the code that does it sees it. */
export interface Job {
  activity(activity: Activity): void;
  end(): void;
}

interface Current {
  readonly what: JobKind;
  readonly since: string;
  readonly turn: Turn;
  hasTransferred: boolean;
}

type Work<T> = (signal: AbortSignal, onActivity: (activity: Activity) => void) => Promise<T>;

export interface JobsOptions {
  readonly dispatch: (event: HostEvent) => void;
  readonly now: () => Date;
  readonly scheduler: Scheduler;
}

/** The run that is under way, as windows are shown it: what it is, how far it is, how it is given up. */
export class Jobs {
  readonly #options: JobsOptions;
  #current: Current | undefined;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** From the first byte of a run to its end: what lies between two transfers is broken off just as well. */
  get transfer(): Transfer | undefined {
    if (this.#current?.hasTransferred !== true) return undefined;
    return comesDown(this.#current.what) ? 'restore' : 'backup';
  }

  /** Work that the user ordered. Error: `sync.running` while another run is under way. */
  async run<T>(what: JobKind, work: Work<T>): Promise<T> {
    const turn = this.#ask();
    const job = this.show(what, turn);
    try {
      await turn.begun();
      throwIfCancelled(turn.signal);
      return await work(turn.signal, (activity) => job.activity(activity));
    } catch (error) {
      // Nobody gave up on it, and the window that asked for it hears that.
      const isBrokenOff = turn.stoppedBy === 'sleep' && isCode(error, 'sync.cancelled');
      throw isBrokenOff ? new AppError('sync.cancelled', { ...toAppError(error).facts, by: 'sleep' }) : error;
    } finally {
      job.end();
      turn.end();
    }
  }

  #ask(): Turn {
    try {
      return this.#options.scheduler.ask('order');
    } catch (error) {
      if (!isCode(error, 'sync.running')) throw error;
      throw new AppError('sync.running', { pid: process.pid, since: this.#current?.since ?? '' });
    }
  }

  /** Shows a run that has its turn until its end: the user's as well as an automatic one. */
  show(what: JobKind, turn: Turn): Job {
    const { dispatch, now } = this.#options;
    const since = now().toISOString();
    const current: Current = { what, since, turn, hasTransferred: false };
    this.#current = current;
    dispatch({ type: 'started', what, since });
    turn.signal.addEventListener('abort', () => {
      if (this.#current === current) dispatch({ type: 'cancelling' });
    });
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
      },
    };
  }

  /** Gives up what is under way, if it is one of these. It ends when it has let go of everything. */
  cancel(...kinds: readonly JobKind[]): void {
    if (this.#current && kinds.includes(this.#current.what)) this.#current.turn.cancel();
  }
}
