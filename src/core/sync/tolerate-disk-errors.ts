import { AppError } from '../errors/app-error.ts';
import type { RunLog } from './run-log.ts';
import { problemOf } from './transfer.ts';

/**
 * Work whose point is a note on this computer's disk, after something was achieved elsewhere: a disk that refuses the note is
 * the run's warning, not its end. Everything else that it throws goes on.
 */
export const tolerateDiskErrors = async (log: RunLog, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('disk.')) throw error;
    log.warn(problemOf(error));
  }
};
