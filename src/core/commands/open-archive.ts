import { stat } from 'node:fs/promises';
import type { Origin } from '../../shared/inside.ts';
import { ArchiveFile } from '../archive/open/archive-file.ts';
import type { Needs } from '../context.ts';
import { AppError } from '../errors/app-error.ts';
import { diskError, systemCode } from '../state/small-file.ts';
import { withCloudArchive, type CloudNeeds } from './cloud-archive.ts';
import type { ArchiveWish, InsideListener, OpenedArchive } from './opened-archive.ts';

export type ArchiveNeeds = Needs<'settings' | 'stagingOf'> & CloudNeeds;

/**
 * Opens an archive wherever it is: on disk, staged on its way to iCloud, or in iCloud, and closes it after the work. Errors:
 * `disk.failed`, `archive.not-archive` for what is no file; for an ID those of a restore.
 */
export const withArchive = async <T>(
  context: ArchiveNeeds,
  wish: ArchiveWish,
  listener: InsideListener,
  signal: AbortSignal,
  work: (archive: OpenedArchive) => Promise<T>,
): Promise<T> => {
  const { file } = wish;
  if (file !== undefined && (await isFile(wish.what, file))) return await withFile(file, 'file', signal, work);
  const staged = await stagedFile(context, wish.what);
  if (staged !== undefined) return await withFile(staged, 'staged', signal, work);
  return await withCloudArchive(context, { id: wish.what, ...wish }, listener, signal, work);
};

/** What cannot be an ID is a file that is not there. */
const isFile = async (what: string, file: string): Promise<boolean> => {
  try {
    const found = await stat(file);
    // Reading a pipe would wait for a writer.
    if (!found.isFile()) throw new AppError('archive.not-archive', { is: found.isDirectory() ? 'folder' : 'device' });
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' && !/[/\\]/.test(what)) return false;
    throw diskError(error, file);
  }
};

/** A whole one that waits for its upload. */
const stagedFile = async ({ settings, stagingOf }: ArchiveNeeds, id: string): Promise<string | undefined> => {
  for (const { key } of settings.current.instances) {
    const staging = stagingOf(key);
    const leftover = await staging.leftover(id);
    if (leftover && leftover.record.whole?.bytes === leftover.bytes) return staging.fileFor(id);
  }
  return undefined;
};

const withFile = async <T>(
  path: string,
  from: 'file' | 'staged',
  signal: AbortSignal,
  work: (archive: OpenedArchive) => Promise<T>,
): Promise<T> => {
  const bytes = await ArchiveFile.open(path);
  try {
    const origin: Origin = { from, place: path, bytes: bytes.size, fetched: 0 };
    return await work({ bytes, origin: () => origin, expect: () => undefined, signal });
  } finally {
    await bytes.close();
  }
};
