import { stat } from 'node:fs/promises';
import { AppError } from '../errors/app-error.ts';

/** Far more than one remote takes. rclone itself would read whatever is there, and wait for a pipe. */
export const largestConfig = 1024 * 1024;

/** Error: `rclone.config-unreadable` for what can be no config: too big, a folder, a pipe. One that is missing is made by rclone. */
export const checkConfig = async (path: string): Promise<void> => {
  // What cannot even be looked at is left to rclone, which says why.
  const found = await stat(path).catch((error: unknown) => (isLoop(error) ? 'loop' : undefined));
  if (found === undefined) return;
  if (found === 'loop' || !found.isFile() || found.size > largestConfig) throw new AppError('rclone.config-unreadable');
};

const isLoop = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ELOOP';
