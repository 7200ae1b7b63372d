import { link, lstat, rename, unlink } from 'node:fs/promises';
import { AppError } from '../errors/app-error.ts';
import { diskError, systemCode } from '../state/small-file.ts';

/**
 * Gives what was written under a temporary name its own, and never replaces what has that name meanwhile. Errors:
 * `restore.target-exists`, `disk.*`.
 */
export const takeName = async (temporary: string, target: string): Promise<void> => {
  try {
    const found = await lstat(temporary);
    // A second name is made only where there is none; a file would be replaced by `rename`.
    if (found.isFile() && (await isLinked(temporary, target))) {
      await unlink(temporary);
      return;
    }
    if ((await lstat(target).catch(absent)) !== undefined) throw taken(target);
    // Of a folder: refused by the system where another one with something in it came between.
    await rename(temporary, target);
  } catch (error) {
    throw isTaken(error) ? taken(target) : diskError(error, target);
  }
};

/** False where the disk knows no second names (exFAT, many network drives). */
const isLinked = async (temporary: string, target: string): Promise<boolean> => {
  try {
    await link(temporary, target);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    return false;
  }
};

const absent = (error: unknown): undefined => {
  if (systemCode(error) !== 'ENOENT') throw error;
};

const isTaken = (error: unknown): boolean => ['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(systemCode(error) ?? '');

const taken = (file: string): AppError => new AppError('restore.target-exists', { file });
