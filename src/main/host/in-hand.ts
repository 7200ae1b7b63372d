import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import { readError } from '../../core/commands/walk-file.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { FileInHand } from '../../shared/contract/views.ts';

/** A thousand times what iCloud takes. Bytes. */
const mostBytes = 2 ** 40;
/** No system opens a longer one. Characters. */
const longestPath = 32_767;

/**
 * The file that was dropped on a window or chosen, until another one is or its page is closed. Windows ask about it without ever
 * naming it.
 */
export class InHand {
  #path: string | undefined;

  /** Error: `file.none`. */
  get path(): string {
    if (this.#path === undefined) throw new AppError('file.none');
    return this.#path;
  }

  /** What the preload script says was dropped. Errors: as `take`, `file.several`. */
  async offer(path: unknown, count: unknown): Promise<FileInHand> {
    this.letGo();
    if (count !== 1) throw new AppError('file.several');
    // Nowhere: a page made it up, or it was dragged out of a browser.
    if (typeof path !== 'string' || !isPath(path)) throw new AppError('file.none');
    return await this.take(path);
  }

  /** Errors: `file.not-tar`, `file.too-big`, `archive.not-archive` for what is no file or empty, `disk.failed`. */
  async take(path: string): Promise<FileInHand> {
    this.letGo();
    const real = await realOf(path);
    const found = await stat(real).catch((error: unknown) => {
      throw readError(error, real);
    });
    const name = basename(real);
    if (!found.isFile()) throw new AppError('archive.not-archive', { is: found.isDirectory() ? 'folder' : 'device' });
    if (!/[.]tar$/i.test(name)) throw new AppError('file.not-tar', { name });
    if (found.size === 0) throw new AppError('archive.not-archive', { is: 'empty' });
    if (found.size > mostBytes) throw new AppError('file.too-big', { bytes: found.size });
    this.#path = real;
    return { name, bytes: found.size };
  }

  letGo(): void {
    this.#path = undefined;
  }
}

const isPath = (path: string): boolean => path.length <= longestPath && !path.includes('\0') && isAbsolute(path);

/** A link leads to what is meant; whatever it is called, the file that it leads to is judged. */
const realOf = async (path: string): Promise<string> => {
  try {
    return (await lstat(path)).isSymbolicLink() ? await realpath(path) : path;
  } catch (error) {
    throw readError(error, path);
  }
};
