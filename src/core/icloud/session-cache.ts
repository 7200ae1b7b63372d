import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Service addresses of the web session, below rclone's cache folder; without them rclone asks Apple whether the session
 * still lives (facts#apple-sessions).
 */
const folder = 'iclouddrive-photos';

export const dropSessionCache = async (cacheDir: string): Promise<void> =>
  await rm(join(cacheDir, folder), { recursive: true, force: true });

/** rclone would wait for a pipe, and write through a link: what is neither a file nor a folder goes, and all beside it. */
export const clearOddSessionCache = async (cacheDir: string): Promise<void> => {
  const found = await readdir(join(cacheDir, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  if (found.some((entry) => !entry.isFile() && !entry.isDirectory())) await dropSessionCache(cacheDir);
};
