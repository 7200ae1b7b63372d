import { lstat, mkdir, open, rm, rmdir, utimes, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../errors/app-error.ts';
import type { FreeBytes } from '../ports/disk-space.ts';
import { makeFolder } from '../state/make-folder.ts';
import { diskError, systemCode, temporaryName } from '../state/small-file.ts';
import { sameFileKey } from './file-name.ts';
import { takeName } from './take-name.ts';
import type { ExtractedKind } from '../../shared/vocabulary.ts';

export interface NewTreeOptions {
  /** What appears in the end: a file or a folder, and nothing before. */
  readonly target: string;
  readonly platform: NodeJS.Platform;
  readonly freeBytes: FreeBytes;
}

/** Why something of a tree has no place on this disk. */
export type NoPlace = 'collides' | 'name';

interface Made {
  readonly path: string;
  readonly is: ExtractedKind;
  readonly size: number;
}

/** From so many bytes on it is asked whether there is room: a full disk is the user's trouble, too. */
const largeFile = 1024 * 1024;

/**
 * A file or a folder with all that is in it, written under another name beside its target and renamed when it is whole. Makes
 * regular files and folders alone, inside of a folder that nobody else may enter, so nothing that is written can lead elsewhere.
 * Call `finish`, or `discard` in whatever else happens. Errors: `restore.target-exists`, `disk.*`.
 */
export class NewTree {
  readonly #options: NewTreeOptions;
  readonly #temporary: string;
  /** What was made until now, by what this computer takes for the same name. */
  readonly #made = new Map<string, Made>();
  #madeFolder = false;
  files = 0;
  bytes = 0;
  #open: FileHandle | undefined;

  private constructor(options: NewTreeOptions) {
    this.#options = options;
    // Short, for the longest name that a disk takes may be the target's own.
    this.#temporary = join(dirname(options.target), temporaryName('.extracting'));
  }

  static async begin(options: NewTreeOptions): Promise<NewTree> {
    if (await isThere(options.target)) throw new AppError('restore.target-exists', { file: options.target });
    return new NewTree(options);
  }

  /** @param names - below the target; none: the target itself is the folder */
  async folder(names: readonly string[]): Promise<NoPlace | undefined> {
    await this.#makeParent();
    return await this.#folders(names, names.length);
  }

  /** A file of the tree, or with no names the target itself. Of two with one path the later one counts, as in any tar. */
  async file(names: readonly string[], size: number): Promise<NewFile | NoPlace> {
    await this.#makeParent();
    if (size >= largeFile) await this.#expectRoom(size);
    const refused = names.length === 0 ? undefined : await this.#folders(names, names.length - 1);
    if (refused !== undefined) return refused;
    const [key, path] = this.#place(names);
    const before = this.#made.get(key);
    if (before !== undefined && (before.path !== path || before.is === 'folder')) return 'collides';
    try {
      if (before !== undefined) await rm(path);
      this.#open = await open(path, 'wx', 0o600);
    } catch (error) {
      return refusal(error, path, names);
    }
    this.#made.set(key, { path, is: 'file', size });
    this.files += before === undefined ? 1 : 0;
    this.bytes += size - (before?.size ?? 0);
    return new NewFile(path, this.#open);
  }

  /** Gives it its name. */
  async finish(): Promise<void> {
    await takeName(this.#temporary, this.#options.target);
  }

  /** Nothing of it stays. */
  async discard(): Promise<void> {
    await this.#open?.close().catch(() => undefined);
    await rm(this.#temporary, { recursive: true, force: true });
    // What else is in it is not ours.
    if (this.#madeFolder) await rmdir(dirname(this.#options.target)).catch(() => undefined);
  }

  async #makeParent(): Promise<void> {
    if (this.#made.size > 0 || this.#madeFolder) return;
    const parent = dirname(this.#options.target);
    if (await isThere(parent)) return;
    try {
      await makeFolder(parent);
    } catch (error) {
      throw diskError(error, parent);
    }
    this.#madeFolder = true;
  }

  /** The first so many of the names as folders, and the tree's own. */
  async #folders(names: readonly string[], count: number): Promise<NoPlace | undefined> {
    for (let depth = 0; depth <= count; depth += 1) {
      const [key, path] = this.#place(names.slice(0, depth));
      const before = this.#made.get(key);
      if (before?.path === path && before.is === 'folder') continue;
      if (before !== undefined) return 'collides';
      try {
        await mkdir(path, { mode: 0o700 });
      } catch (error) {
        return refusal(error, path, names.slice(0, depth));
      }
      this.#made.set(key, { path, is: 'folder', size: 0 });
    }
    return undefined;
  }

  #place(names: readonly string[]): readonly [key: string, path: string] {
    const path = join(this.#temporary, ...names);
    return [sameFileKey(this.#options.platform, path), path];
  }

  async #expectRoom(size: number): Promise<void> {
    const freeBytes = await this.#options.freeBytes(dirname(this.#options.target));
    if (freeBytes < size) throw new AppError('disk.full', { neededBytes: size, freeBytes });
  }
}

/** One file on its way, open until `close`. */
export class NewFile {
  readonly #path: string;
  readonly #file: FileHandle;

  constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      for (let at = 0; at < bytes.length;) at += (await this.#file.write(bytes, at)).bytesWritten;
    } catch (error) {
      throw diskError(error, this.#path);
    }
  }

  /** @param modified - seconds since 1970, NaN where it is not known */
  async close(modified: number): Promise<void> {
    try {
      await this.#file.close();
      if (isTime(modified)) await utimes(this.#path, modified, modified);
    } catch (error) {
      throw diskError(error, this.#path);
    }
  }
}

/** What file systems agree on: up to 2106. */
const isTime = (seconds: number): boolean => seconds >= 0 && seconds < 2 ** 32;

const isThere = async (path: string): Promise<boolean> => {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw diskError(error, path);
  }
};

/** Refusals of a name in the tree cost what has that name; any other is the disk's. */
const refusal = (error: unknown, path: string, names: readonly string[]): NoPlace => {
  const system = names.length === 0 ? '' : (systemCode(error) ?? '');
  if (system === 'EEXIST') return 'collides';
  if (['ENAMETOOLONG', 'EILSEQ', 'EINVAL', 'ENOENT'].includes(system)) return 'name';
  throw diskError(error, path);
};
