import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { ArchiveCheck, type Expected } from '../archive/archive-check.ts';
import type { ArchiveReport } from '../domain/backup.ts';
import { AppError } from '../errors/app-error.ts';
import { diskError } from '../state/json-file.ts';

const readBytes = 1024 * 1024;

/**
 * One pass over an archive's bytes: written to the file, hashed and walked at the same time. The caller that feeds it waits for
 * each piece, so the network is slowed down to the disk's pace and memory stays flat.
 */
export class ArchiveIntake {
  readonly #file: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  readonly #check: ArchiveCheck;
  #bytes = 0;

  constructor(file: FileHandle, expected: Expected | undefined) {
    this.#file = file;
    this.#check = new ArchiveCheck(expected);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#check.push(chunk);
    try {
      for (let at = 0; at < chunk.length;) {
        at += (await this.#file.write(chunk, at, chunk.length - at, this.#bytes + at)).bytesWritten;
      }
    } catch (error) {
      throw diskError(error);
    }
    this.#bytes += chunk.length;
  }

  /** Takes what an earlier attempt wrote, as if it had just arrived. */
  async reread(bytes: number, signal: AbortSignal): Promise<void> {
    const buffer = Buffer.allocUnsafe(Math.min(readBytes, Math.max(bytes, 1)));
    while (this.#bytes < bytes) {
      if (signal.aborted) throw new AppError('sync.cancelled');
      const { bytesRead } = await this.#file
        .read(buffer, 0, Math.min(buffer.length, bytes - this.#bytes), this.#bytes)
        .catch((error: unknown) => {
          throw diskError(error);
        });
      if (bytesRead === 0) return;
      const piece = buffer.subarray(0, bytesRead);
      this.#hash.update(piece);
      this.#check.push(piece);
      this.#bytes += bytesRead;
    }
  }

  /** Everything written so far is on the disk afterwards. */
  async flush(): Promise<void> {
    try {
      await this.#file.sync();
    } catch (error) {
      throw diskError(error);
    }
  }

  /** Error: `archive.not-archive` when what came up to now is something else. */
  refuseOther(): void {
    this.#check.refuseOther();
  }

  /** Flushed to disk, complete and well-formed, or an `archive.*` error. Call once. */
  async finish(): Promise<{ sha256: string; report: ArchiveReport }> {
    this.refuseOther();
    const report = this.#check.finish();
    await this.flush();
    return { sha256: this.#hash.digest('hex'), report };
  }
}
