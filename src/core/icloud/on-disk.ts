import { diskError } from '../state/json-file.ts';

/** A step on this computer's disk, with its failure as one of ours: `disk.full`, `disk.failed`. */
export const onDisk = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw diskError(error);
  }
};
