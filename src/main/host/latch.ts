import { AppError } from '../../core/errors/app-error.ts';

/** A door that people wait at: open or shut. */
export class Latch {
  #open: boolean;
  #waiting: (() => void)[] = [];

  constructor(open: boolean) {
    this.#open = open;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  set(open: boolean): void {
    this.#open = open;
    if (!open) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Error: `sync.cancelled`. */
  async passed(signal: AbortSignal): Promise<void> {
    while (!this.#open) {
      if (signal.aborted) throw new AppError('sync.cancelled');
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', go);
          resolve();
        };
        this.#waiting.push(go);
        signal.addEventListener('abort', go, { once: true });
      });
    }
    if (signal.aborted) throw new AppError('sync.cancelled');
  }
}
