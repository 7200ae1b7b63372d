import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskError } from '../core/state/json-file.ts';

/**
 * Bytes that this user may still write where `folder` is, or will be once it is made. Errors: `disk.failed`.
 */
export const freeBytes = async (folder: string): Promise<number> => {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const mapped = diskError(error);
    const parent = dirname(folder);
    if (mapped.facts.system !== 'ENOENT' || parent === folder) throw mapped;
    return await freeBytes(parent);
  }
};
