import { open } from 'node:fs/promises';
import type { Sheet, SheetFacts } from '../../shared/sheet.ts';
import { AppError } from '../errors/app-error.ts';
import { diskError, systemCode } from '../state/small-file.ts';
import { makeSheet, type SheetNeeds, type SheetWish } from './make-sheet.ts';

export interface SheetInput extends SheetWish {
  /** Made, never written over. */
  readonly file: string;
  /** The page for what is on it. */
  readonly page: (facts: SheetFacts, key: string | undefined) => string;
}

/** Writes the sheet to a page. With the key on it only its owner can read the file. Errors besides its own: `restore.target-exists`, `disk.*`. */
export const writeSheet = async (context: SheetNeeds, input: SheetInput, signal: AbortSignal): Promise<Sheet> => {
  const { facts, key } = await makeSheet(context, input, signal);
  await writeOnce(input.file, input.page(facts, key), key === undefined ? 0o644 : 0o600);
  return { file: input.file, ...facts };
};

const writeOnce = async (file: string, text: string, mode: number): Promise<void> => {
  try {
    const handle = await open(file, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw systemCode(error) === 'EEXIST' ? new AppError('restore.target-exists', { file }) : diskError(error, file);
  }
};
