import { open, type FileHandle } from 'node:fs/promises';
import { AppError, throwIfCancelled } from '../../errors/app-error.ts';
import { listArchive, type ArchiveBytes, type Listed } from './list-archive.ts';

export type { Listed, Part } from './list-archive.ts';

const pieceBytes = 1024 * 1024;

/** An archive on disk, of which any piece can be read. Close it when done. */
export class ArchiveFile implements ArchiveBytes {
  readonly #file: FileHandle;
  readonly path: string;
  /** Bytes. */
  readonly size: number;

  private constructor(path: string, file: FileHandle, size: number) {
    this.path = path;
    this.#file = file;
    this.size = size;
  }

  /** Error: `disk.failed`. */
  static async open(path: string): Promise<ArchiveFile> {
    const file = await onDisk(path, open(path, 'r'));
    try {
      return new ArchiveFile(path, file, (await onDisk(path, file.stat())).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** So many bytes from there on; fewer at the end of the file. */
  async read(offset: number, bytes: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafeSlow(bytes);
    let read = 0;
    while (read < bytes) {
      const { bytesRead } = await onDisk(this.path, this.#file.read(buffer, read, bytes - read, offset + read));
      if (bytesRead === 0) break;
      read += bytesRead;
    }
    return buffer.subarray(0, read);
  }

  /** The same in pieces, each a buffer of its own. Errors: `disk.failed`, `sync.cancelled`. */
  async *pieces(offset: number, bytes: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes;) {
      throwIfCancelled(signal);
      const piece = await this.read(offset + at, Math.min(pieceBytes, bytes - at));
      if (piece.length === 0) return;
      at += piece.length;
      yield piece;
    }
  }

  /** What is in it, by its headers alone. */
  async list(signal: AbortSignal): Promise<Listed> {
    return await listArchive(this, signal);
  }
}

const onDisk = async <T>(path: string, work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    const system = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('disk.failed', { system, path }, error);
  }
};
