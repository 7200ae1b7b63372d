import type { FileHandle } from 'node:fs/promises';
import type { Range } from '../domain/ranges.ts';
import { onDisk } from '../icloud/on-disk.ts';

/** So much is written at once: pieces come in 64 KiB, and a write costs as much whatever its length. */
const writeBytes = 1024 * 1024;

interface Run {
  readonly start: number;
  bytes: number;
  pieces: Uint8Array[];
}

/** Pieces for several places of a file, gathered so that each write is a large one. Errors: `disk.*`. */
export class GatheredWrites {
  readonly #file: FileHandle;
  readonly #onWritten: (range: Range) => void;
  /** By the place of their next byte. */
  readonly #runs = new Map<number, Run>();

  /** @param onWritten told what has been handed to the system */
  constructor(file: FileHandle, onWritten: (range: Range) => void) {
    this.#file = file;
    this.#onWritten = onWritten;
  }

  /** The piece is kept until it is written: nobody may change it. */
  async add(offset: number, piece: Uint8Array): Promise<void> {
    const run = this.#runs.get(offset) ?? { start: offset, bytes: 0, pieces: [] };
    this.#runs.delete(offset);
    run.pieces.push(piece);
    run.bytes += piece.length;
    if (run.bytes >= writeBytes) await this.#write(run);
    else this.#runs.set(offset + piece.length, run);
  }

  /** Writes what is left. */
  async settle(): Promise<void> {
    const runs = [...this.#runs.values()];
    this.#runs.clear();
    for (const run of runs) await this.#write(run);
  }

  async #write({ start, bytes, pieces }: Run): Promise<void> {
    let rest: Uint8Array[] = pieces;
    for (let at = start; at < start + bytes;) {
      const { bytesWritten } = await onDisk(this.#file.writev(rest, at));
      at += bytesWritten;
      rest = behind(rest, bytesWritten);
    }
    this.#onWritten({ start, end: start + bytes });
  }
}

/** What a short write left. */
const behind = (pieces: readonly Uint8Array[], written: number): Uint8Array[] => {
  let left = written;
  return pieces.flatMap((piece) => {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    return skipped < piece.length ? [piece.subarray(skipped)] : [];
  });
};
