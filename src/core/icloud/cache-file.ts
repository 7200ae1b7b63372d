import { rm, stat } from 'node:fs/promises';
import { readOwnText, writeFileAtomically } from '../state/small-file.ts';

/**
 * The text of a file in the cache; undefined where there is none. What can be none (a folder, a pipe, another length than it
 * was fetched with, nothing but zeros as a power cut leaves them) is removed, so that it is fetched again. Error: `disk.failed`.
 *
 * @param bytes its length where that is known
 */
export const readCached = async (path: string, bytes?: number): Promise<string | undefined> => {
  const text = bytes === undefined || (await sizeOf(path)) === bytes ? await readOwnText(path) : undefined;
  if (text !== undefined && (text === '' || !/^\0+$/.test(text))) return text;
  await rm(path, { recursive: true, force: true });
  return undefined;
};

/** Also where something stands in the way that no file can be renamed onto. Errors: `disk.*`. */
export const writeCached = async (path: string, text: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) await rm(path, { recursive: true });
  await writeFileAtomically(path, text);
};

const sizeOf = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.size;
