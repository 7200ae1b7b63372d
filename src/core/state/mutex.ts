import { AppError, throwIfCancelled } from '../errors/app-error.ts';

/** Lets one piece of work run at a time, in the order of asking. Work that is cancelled while it waits leaves at once. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal) throwIfCancelled(signal);
    const before = this.#last;
    let leave: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (leave = resolve));
    this.#last = before.then(() => mine);
    try {
      await (signal ? untilCancelled(before, signal) : before);
      return await work();
    } finally {
      leave();
    }
  }
}

/** Waits for a promise that never rejects, or rejects with `sync.cancelled`. */
const untilCancelled = async (turn: Promise<unknown>, signal: AbortSignal): Promise<void> => {
  let stop: () => void = () => undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new AppError('sync.cancelled'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([turn, cancelled]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  throwIfCancelled(signal);
};
