import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ArchiveCheck } from '../archive/archive-check.ts';
import type { ArchiveReport } from '../domain/backup.ts';
import { AppError, throwIfCancelled } from '../errors/app-error.ts';

const readBytes = 1024 * 1024;

/**
 * The same walk as on the way from Home Assistant, over a file on disk. Errors: `archive.*`, `disk.failed`, `sync.cancelled`.
 *
 * @param onBytes - called with the number of bytes read so far
 */
export const walkFile = async (
  file: string,
  signal: AbortSignal,
  onBytes: (read: number) => void = () => undefined,
): Promise<{ report: ArchiveReport; sha256: string }> => {
  const check = new ArchiveCheck();
  let read = 0;
  const take = (chunk: Buffer): void => {
    check.push(chunk);
    onBytes((read += chunk.length));
  };
  const sha256 = await hashFile(file, take, signal);
  check.refuseOther();
  return { report: check.finish(), sha256 };
};

/** Lower-case hex; every piece also goes to `onChunk`. Errors: `disk.failed`, `sync.cancelled`. */
export const hashFile = async (
  file: string,
  onChunk: (chunk: Buffer) => void,
  signal: AbortSignal,
): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of readFileInPieces(file)) {
    throwIfCancelled(signal);
    hash.update(chunk);
    onChunk(chunk);
  }
  return hash.digest('hex');
};

async function* readFileInPieces(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: readBytes })) yield chunk as Buffer;
  } catch (error) {
    throw readError(error, file);
  }
}

export const readError = (error: unknown, file: string): AppError => {
  if (error instanceof AppError) return error;
  const system = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new AppError('disk.failed', { system, path: file }, error);
};
