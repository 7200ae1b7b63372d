import { AppError, throwIfCancelled } from '../errors/app-error.ts';

type Take = (piece: Uint8Array) => Promise<void>;

/** Hands out a file's bytes from an offset to its end, in order; the next piece waits for `take`. */
export type ReadFrom = (offset: number, take: Take, signal: AbortSignal) => Promise<void>;

/** Lets its reader ask for the bytes that `ReadFrom` would hand out unasked: one piece at a time is on its way. */
export class Flow {
  readonly #stop = new AbortController();
  readonly #reading: Promise<void>;
  #piece: Buffer | undefined;
  #end: { readonly error: unknown } | undefined;
  #taken: () => void = () => undefined;
  #changed: () => void = () => undefined;

  constructor(readFrom: ReadFrom, offset: number, signal: AbortSignal) {
    const until = AbortSignal.any([signal, this.#stop.signal]);
    this.#reading = readFrom(offset, (piece) => this.#give(piece), until).then(
      // Nobody asks for more than there is.
      () => this.#finish(new AppError('cloud.failed', { what: 'archive' })),
      (error: unknown) => this.#finish(error),
    );
  }

  /** Error: what the reading ended with. */
  async next(): Promise<Buffer> {
    for (;;) {
      const piece = this.#piece;
      if (piece !== undefined) {
        this.#piece = undefined;
        this.#taken();
        return piece;
      }
      if (this.#end !== undefined) throw this.#end.error;
      await new Promise<void>((resolve) => (this.#changed = resolve));
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#taken();
    await this.#reading;
  }

  async #give(piece: Uint8Array): Promise<void> {
    throwIfCancelled(this.#stop.signal);
    if (piece.length === 0) return;
    this.#piece = Buffer.from(piece);
    this.#changed();
    await new Promise<void>((resolve) => (this.#taken = resolve));
    throwIfCancelled(this.#stop.signal);
  }

  #finish(error: unknown): void {
    this.#end = { error };
    this.#changed();
  }
}
