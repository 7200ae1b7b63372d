import { isResumed } from '../../shared/problems/rules.ts';
import type { ArchiveBytes } from '../archive/open/list-archive.ts';
import { isSuch, throwIfCancelled } from '../errors/app-error.ts';
import { Flow, type ReadFrom } from './flow.ts';

/**
 * A request costs some seconds: rclone starts, lists the folder and asks for the file's address. In that time a usual line
 * brings about so many bytes, so a gap that is not larger is read over.
 */
const worthARequest = 16 * 1024 * 1024;

/** What is read at once where a header is: with it the head of the part behind it, which is looked at later. */
const blockBytes = 64 * 1024;
/** Blocks that are kept. */
const maxBlocks = 256;

export interface DistantOptions {
  /** Bytes of the archive. */
  readonly size: number;
  readonly readFrom: ReadFrom;
  /** Between two tries of what broke off; after the last one it is given up. */
  readonly pausesMs: readonly number[];
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told after each piece how many bytes came in all. */
  readonly onFetched: (bytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * An archive at a distance, read in order as far as that goes: another request is made where a gap is large enough for it, and
 * where a connection broke off. Errors: `cloud.*` and others of a destination, `sync.cancelled`. Close it when done.
 */
export class DistantBytes implements ArchiveBytes {
  readonly #options: DistantOptions;
  readonly #blocks = new Map<number, Buffer>();
  #flow: Flow | undefined;
  /** Where the next byte of the flow stands, and what of it is at hand. */
  #position = 0;
  #rest: Buffer = Buffer.alloc(0);
  fetched = 0;

  constructor(options: DistantOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#options.size;
  }

  async close(): Promise<void> {
    const flow = this.#flow;
    this.#flow = undefined;
    this.#rest = Buffer.alloc(0);
    await flow?.stop();
  }

  async read(offset: number, bytes: number): Promise<Buffer> {
    const wanted = Math.max(Math.min(bytes, this.size - offset), 0);
    const kept = this.#kept(offset);
    if (kept !== undefined && kept.length >= wanted) return kept.subarray(0, wanted);
    const block = await this.#collect(offset, Math.min(Math.max(wanted, blockBytes), this.size - offset));
    if (this.#blocks.size < maxBlocks) this.#blocks.set(offset, block);
    return block.subarray(0, wanted);
  }

  async *pieces(offset: number, bytes: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    const end = Math.min(offset + bytes, this.size);
    for (let at = offset; at < end;) {
      throwIfCancelled(signal);
      const piece = (this.#kept(at) ?? (await this.#next(at))).subarray(0, end - at);
      at += piece.length;
      yield piece;
    }
  }

  /** From there on to the end of a block that was read before. */
  #kept(offset: number): Buffer | undefined {
    for (const [start, block] of this.#blocks) {
      if (offset >= start && offset < start + block.length) return block.subarray(offset - start);
    }
    return undefined;
  }

  async #collect(offset: number, bytes: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let at = offset; at < offset + bytes;) {
      const piece = await this.#next(at);
      const taken = piece.subarray(0, offset + bytes - at);
      this.#giveBack(piece.subarray(taken.length));
      pieces.push(taken);
      at += taken.length;
    }
    return Buffer.concat(pieces);
  }

  #giveBack(rest: Buffer): void {
    this.#rest = rest;
    this.#position -= rest.length;
  }

  /** The next bytes from there on, at least one. */
  async #next(offset: number): Promise<Buffer> {
    const gap = offset - this.#position;
    if (gap < 0 || gap > worthARequest) {
      await this.close();
      this.#position = offset;
    }
    for (;;) {
      const piece = await this.#take();
      const start = this.#position - piece.length;
      if (this.#position > offset) return piece.subarray(Math.max(offset - start, 0));
    }
  }

  async #take(): Promise<Buffer> {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    const piece = rest.length > 0 ? rest : await this.#pull();
    this.#position += piece.length;
    return piece;
  }

  async #pull(): Promise<Buffer> {
    const { readFrom, pausesMs, wait, onFetched, signal } = this.#options;
    for (let failures = 0; ; failures += 1) {
      try {
        this.#flow ??= new Flow(readFrom, this.#position, signal);
        const piece = await this.#flow.next();
        this.fetched += piece.length;
        onFetched(this.fetched);
        return piece;
      } catch (error) {
        await this.close();
        const pause = pausesMs[failures];
        if (pause === undefined || !isSuch(error, isResumed)) throw error;
        await wait(pause, signal);
      }
    }
  }
}
