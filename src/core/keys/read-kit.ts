import { AppError } from '../errors/app-error.ts';
import { isTooBig, readBytesIfThere } from '../state/small-file.ts';
import { keysInKit, maxKitBytes } from './emergency-kit.ts';

/** The keys in a kit on this computer. Errors: `keys.not-a-kit`; `disk.failed` where it is not there or cannot be read. */
export const readKit = async (path: string): Promise<readonly string[]> => {
  const bytes = await kitBytes(path);
  if (bytes === undefined) throw new AppError('disk.failed', { system: 'ENOENT', path });
  return keysInKit(bytes);
};

const kitBytes = async (path: string): Promise<Buffer | undefined> => {
  try {
    return await readBytesIfThere(path, maxKitBytes);
  } catch (error) {
    throw isTooBig(error) ? new AppError('keys.not-a-kit', { bytes: maxKitBytes + 1 }) : error;
  }
};
