import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../errors/app-error.ts';
import { makeFolder } from './make-folder.ts';
import { decodeText } from './text-encoding.ts';

/**
 * Writes a file so that a crash leaves the old one or the new one, never half of either: temporary name, flushed, renamed.
 * Mode 0600. A link that somebody put in its place is replaced, never followed. Errors: `disk.full`, `disk.failed` (with
 * `system` EFBIG, and the old file still there, for what `readTextIfThere` would not read).
 */
export const writeFileAtomically = async (path: string, content: string | Uint8Array): Promise<void> => {
  if (Buffer.byteLength(content) > smallFileBytes) throw new AppError('disk.failed', { system: 'EFBIG', path });
  const temporary = temporaryName(path);
  try {
    await makeFolder(dirname(path), 0o700);
    await writeNewFile(temporary, content, true);
    await renameOver(temporary, path);
  } catch (error) {
    // What went wrong first is what counts.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskError(error, path);
  }
};

/**
 * Makes a file that must not be there yet (O_EXCL, which follows no link) and leaves none behind when it could not be
 * written whole. Mode 0600. Errors: those of the system.
 */
export const writeNewFile = async (path: string, content: string | Uint8Array, flushed = false): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    try {
      await file.writeFile(content);
      if (flushed) await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  }
};

/** A name beside the file that tells its writer (`writerOf`), so that what a crash leaves can be told from work in progress. */
export const temporaryName = (path: string): string => `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;

/** Process id of the writer of a temporary file, from its name; undefined for any other file. */
export const writerOf = (name: string): number | undefined => {
  const pid = /\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
};

/** On Windows a virus scanner or another program of ours may have the old file open for a moment. */
const renameOver = async (from: string, to: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(systemCode(error) ?? '');
      if (!busy || attempt === renameAttempts) throw error;
      await pause(renamePauseMs);
    }
  }
};

const renameAttempts = process.platform === 'win32' ? 10 : 1;
const renamePauseMs = 100;

/** A file system failure as one of ours, with the name of the file where it is known. */
export const diskError = (error: unknown, path = pathOf(error)): AppError => {
  if (error instanceof AppError) return error;
  const system = systemCode(error) ?? 'unknown';
  const isFull = system === 'ENOSPC' || system === 'EDQUOT';
  return new AppError(isFull ? 'disk.full' : 'disk.failed', { system, ...(path === undefined ? {} : { path }) }, error);
};

/** What the system calls the failure, `ENOENT` for example; undefined for failures of another kind. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

const pathOf = (error: unknown): string | undefined =>
  error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;

/**
 * One bound for writing and for reading. No file of ours comes near it (10,000 backups make about 10 MB of a last look). A bigger
 * one is not ours, whatever its name, and reading it could take all the memory there is.
 */
export const smallFileBytes = 16 * 1024 ** 2;

/** What `readTextIfThere` and `writeFileAtomically` answer for a file that is bigger than it may be. */
export const isTooBig = (error: unknown): boolean => error instanceof AppError && error.facts.system === 'EFBIG';

/**
 * The text of a file, or undefined when there is none. A byte-order mark is read over: editors and shells on Windows write
 * one, in UTF-16 too. Errors: `disk.failed`, with `system` EFBIG where it has more than `maxBytes`, EISDIR for a folder and
 * EINVAL for what is no file (a pipe would be waited for, a device never ends).
 */
export const readTextIfThere = async (path: string, maxBytes = smallFileBytes): Promise<string | undefined> => {
  const bytes = await readBytesIfThere(path, maxBytes);
  return bytes && decodeText(bytes);
};

/** The same before it was decoded. */
export const readBytesIfThere = async (path: string, maxBytes: number): Promise<Buffer | undefined> => {
  try {
    // Without O_NONBLOCK the mere opening of a pipe would wait for a writer.
    const file = await open(path, constants.O_RDONLY | noWaiting);
    try {
      return await bytesOf(file, path, maxBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw diskError(error, path);
  }
};

/**
 * The text of a small file of our own, or undefined where there is none or what is there cannot be one: too big, a folder, a
 * pipe. For files that may be lost without harm. Error: `disk.failed` where the disk or the rights are at fault.
 */
export const readOwnText = async (path: string): Promise<string | undefined> => {
  try {
    return await readTextIfThere(path);
  } catch (error) {
    if (isForeign(error)) return undefined;
    throw error;
  }
};

/** Whether what was to be read is no small file at all, or a link that leads nowhere but to itself. */
export const isForeign = (error: unknown): boolean =>
  error instanceof AppError && ['EFBIG', 'EISDIR', 'EINVAL', 'ELOOP'].includes(String(error.facts.system));

const noWaiting = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;
/** For files that are opened again to go on in them: a link in their place leads to somebody else's file. */
export const noFollowing = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
const chunkBytes = 64 * 1024;

const bytesOf = async (file: FileHandle, path: string, maxBytes: number): Promise<Buffer> => {
  const found = await file.stat();
  const refused = (system: string): AppError => new AppError('disk.failed', { system, path });
  if (!found.isFile()) throw refused(found.isDirectory() ? 'EISDIR' : 'EINVAL');
  if (found.size > maxBytes) throw refused('EFBIG');
  const chunks: Buffer[] = [];
  for (let total = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    total += bytesRead;
    // It may have grown since.
    if (total > maxBytes) throw refused('EFBIG');
    chunks.push(buffer.subarray(0, bytesRead));
  }
};
