import { throwIfCancelled } from '../../core/errors/app-error.ts';

export interface ListsOptions {
  /** Ends the look that the background has only begun. */
  readonly makeWay: () => Promise<void>;
  /** None is under way any more. */
  readonly onIdle: () => void;
  /** Fires when the host ends. */
  readonly signal: AbortSignal;
}

/** Lists that windows load: each has the run lock for seconds, and gives way to whatever the user orders. */
export class Lists {
  readonly #options: ListsOptions;
  readonly #pending = new Map<Promise<unknown>, AbortController>();

  constructor(options: ListsOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#pending.size > 0;
  }

  /** Error: `sync.cancelled` when it had to give way. */
  async run<T>(list: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { onIdle, signal: end } = this.#options;
    const cancel = new AbortController();
    const running = this.#afterLook(list, AbortSignal.any([end, cancel.signal]));
    this.#pending.set(running, cancel);
    try {
      return await running;
    } finally {
      this.#pending.delete(running);
      if (!this.isBusy) onIdle();
    }
  }

  /** Resolves when none of them has the lock any more. */
  async makeWay(): Promise<void> {
    const pending = [...this.#pending];
    for (const [, cancel] of pending) cancel.abort();
    await Promise.allSettled(pending.map(([running]) => running));
  }

  async #afterLook<T>(list: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#options.makeWay();
    throwIfCancelled(signal);
    return await list(signal);
  }
}
