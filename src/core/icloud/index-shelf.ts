import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RemoteFile } from '../domain/manifest.ts';
import { readCached, writeCached } from './cache-file.ts';
import { keyOf } from './cache-key.ts';
import { entryIdentity, indexesIn } from './note-index.ts';

/**
 * Which index files of one folder were read, and what they speak for, so that none is fetched twice and nothing is written
 * into a second one. A file per index, named by its key, with a line per entry. May be deleted at any time.
 */
export class IndexShelf {
  readonly #dir: string;
  readonly #listed: readonly RemoteFile[];
  readonly #covered = new Set<string>();
  #unread: readonly RemoteFile[];

  private constructor(dir: string, listed: readonly RemoteFile[]) {
    this.#dir = dir;
    this.#listed = listed;
    this.#unread = listed;
  }

  /** Forgets index files that are not listed any more. @param files the whole folder */
  static async open(dir: string, files: readonly RemoteFile[]): Promise<IndexShelf> {
    const shelf = new IndexShelf(dir, indexesIn(files));
    await shelf.#load();
    return shelf;
  }

  get unread(): readonly RemoteFile[] {
    return this.#unread;
  }

  covers(file: RemoteFile): boolean {
    const identity = entryIdentity(file);
    return identity !== undefined && this.#covered.has(keyOf(identity));
  }

  async note(index: RemoteFile, entries: readonly RemoteFile[]): Promise<void> {
    const keys = entries.flatMap((entry) => entryIdentity(entry) ?? []).map((identity) => keyOf(identity));
    await writeCached(join(this.#dir, keyOfIndex(index)), keys.join('\n'));
    for (const key of keys) this.#covered.add(key);
    this.#unread = this.#unread.filter((file) => file !== index);
  }

  async #load(): Promise<void> {
    const kept = new Set(await readdir(this.#dir).catch(() => []));
    const unread: RemoteFile[] = [];
    for (const index of this.#listed) {
      const key = keyOfIndex(index);
      const text = kept.delete(key) ? await readCached(join(this.#dir, key)) : undefined;
      if (text === undefined) unread.push(index);
      else for (const line of text.split('\n')) this.#covered.add(line);
    }
    for (const other of kept) await rm(join(this.#dir, other), { recursive: true, force: true });
    this.#unread = unread;
  }
}

export const keyOfIndex = ({ name, id, size }: RemoteFile): string => keyOf(name, id, size);
