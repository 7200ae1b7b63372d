/** Bytes that come in pieces of any length; a piece is its taker's and is not used again by its giver. */
export type Pieces = AsyncIterable<Buffer>;

/** Takes pieces apart: so many bytes, or the rest of what is at hand. */
export class PieceReader {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: Pieces) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes, at least one; undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    if (this.#rest.length > 0) {
      const piece = this.#rest;
      this.#rest = Buffer.alloc(0);
      return piece;
    }
    for (;;) {
      const taken = await this.#source.next();
      if (taken.done === true) return undefined;
      if (taken.value.length > 0) return taken.value;
    }
  }

  /** Exactly so many bytes, fewer at the end. */
  async take(bytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let missing = bytes;
    while (missing > 0) {
      const piece = await this.next();
      if (!piece) break;
      pieces.push(piece.subarray(0, missing));
      this.giveBack(piece.subarray(missing));
      missing -= Math.min(missing, piece.length);
    }
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  }

  /** The last bytes of the piece that was taken last. */
  giveBack(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([bytes, this.#rest]);
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
