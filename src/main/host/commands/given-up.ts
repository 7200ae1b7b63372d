import { isCode, toAppError } from '../../../core/errors/app-error.ts';

/** Null: the user gave it up. A user who comes back to a computer that slept has to be told, and what is kept. */
export const orGivenUp = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if (isCode(error, 'sync.cancelled') && toAppError(error).facts.by !== 'sleep') return null;
    throw error;
  }
};

/** Where the list showed a copy. */
export const baseOf = (folder: string | undefined): { readonly baseFolder?: string } =>
  folder === undefined ? {} : { baseFolder: folder };
