import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { CheckResult } from '../../shared/status.ts';
import { ArchiveCheck } from '../archive/archive-check.ts';
import type { ArchiveReport } from '../domain/backup.ts';
import { AppError, throwIfCancelled } from '../errors/app-error.ts';
import { problemOf } from '../sync/transfer.ts';

const readBytes = 1024 * 1024;

/** The same walk as on the way from Home Assistant, over a file on disk. A refused archive is a result, not an error. */
export const checkFile = async (file: string, signal: AbortSignal): Promise<CheckResult> => {
  const bytes = await sizeOf(file);
  try {
    const { report, sha256 } = await walkFile(file, signal);
    return {
      verdict: report.defects.length > 0 ? 'defects' : 'good',
      bytes,
      sha256,
      slug: report.slug,
      protected: report.protected,
      secureTar: report.secureTar ?? null,
      parts: [...report.parts],
      defects: [...report.defects],
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('archive.')) throw error;
    const nothing = { sha256: null, slug: null, protected: null, secureTar: null, parts: [], defects: [] };
    return { verdict: 'refused', bytes, ...nothing, problem: problemOf(error) };
  }
};

const walkFile = async (file: string, signal: AbortSignal): Promise<{ report: ArchiveReport; sha256: string }> => {
  const check = new ArchiveCheck();
  const sha256 = await hashFile(file, (chunk) => check.push(chunk), signal);
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

const sizeOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw readError(error, file);
  }
};

const readError = (error: unknown, file: string): AppError => {
  if (error instanceof AppError) return error;
  const system = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new AppError('disk.failed', { system, path: file }, error);
};
