/**
 * Calls back once when nothing was heard for a time. What the listener itself delays does not count: pause meanwhile. It
 * is about a connection or a process, which live in real time, whatever the program takes for the time of day.
 */
export class IdleWatch {
  readonly #ms: number;
  readonly #onIdle: () => void;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(ms: number, onIdle: () => void) {
    this.#ms = ms;
    this.#onIdle = onIdle;
    this.resume();
  }

  heard(): void {
    this.#timer?.refresh();
  }

  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  resume(): void {
    this.pause();
    if (!this.#over) this.#timer = setTimeout(() => this.#alarm(), this.#ms).unref();
  }

  stop(): void {
    this.#over = true;
    this.pause();
  }

  #alarm(): void {
    this.stop();
    this.#onIdle();
  }
}
