import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it; one that is there is left as it is. Errors: those of the system. Node's own way
 * (`recursive`) never ends, with one core busy, where a folder refuses a new one with "not found" although it is there
 * itself, as `/proc` does.
 *
 * @param mode of what is made
 */
export const makeFolder = async (path: string, mode = 0o777): Promise<void> => {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (await isFolder(path)) return;
    const above = dirname(path);
    if (!isMissing(error) || above === path) throw error;
    // It may be there by now: somebody else made it, and what was missing a moment ago can be made.
    if (!(await isFolder(above))) await makeFolder(above, mode);
    await makeLast(path, mode);
  }
};

/** Somebody else may have made it meanwhile. */
const makeLast = async (path: string, mode: number): Promise<void> => {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (!(await isFolder(path))) throw error;
  }
};

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const isFolder = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
