import { AppError } from '../errors/app-error.ts';
import type { FreeBytes } from '../ports/disk-space.ts';

/** Kept free beside all that this program writes: a full disk is the user's trouble, not only ours. */
export const spareBytes = 1024 ** 3;

/** Error: `disk.full` with needed and free bytes, where `bytes` more would leave less than that. The folder is there. */
export const needRoom = async (freeBytes: FreeBytes, folder: string, bytes: number): Promise<void> => {
  const free = await freeBytes(folder);
  const neededBytes = bytes + spareBytes;
  if (free < neededBytes) throw new AppError('disk.full', { neededBytes, freeBytes: free });
};
