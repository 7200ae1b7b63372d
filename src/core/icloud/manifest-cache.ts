import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noteLimit, type Manifest, type ManifestState, type RemoteFile } from '../domain/manifest.ts';
import { archiveOfManifest, markerName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import type { FolderMarker } from '../ports/destination.ts';
import { diskError, readTextIfThere } from '../state/json-file.ts';
import { readCached, writeCached } from './cache-file.ts';
import { keyOf } from './cache-key.ts';
import { FetchDoubts } from './fetch-doubts.ts';
import { IndexShelf, keyOfIndex } from './index-shelf.ts';
import { entriesOf, entryIdentity, indexCount, indexesIn, indexLimit, indexTexts, isManifestOf } from './note-index.ts';
import type { IndexEntry } from './note-index.ts';
import { readManifest, readMarker } from './read-note.ts';
import { makeFolder } from '../state/make-folder.ts';
import type { Attempt } from './transfer-flags.ts';

/** Bytes of all notes of a folder together: ten thousand usual ones and some. The smallest come first. */
const allLimit = 64 * 1024 * 1024;
/** What did not come in one go is asked for once more, unless so much is missing that it is not the files' fault. */
const secondTry = 50;
/** So many manifests have to be missing before index files are fetched for them: each costs two requests like any file. */
const worthReading = 20;
/** So many have to be in no index file yet before a new one is written. */
const worthWriting = 100;
/** Bytes of manifests that are written into index files at a time; the rest has its turn later. */
const writtenAtOnce = 16 * 1024 * 1024;
/** Names that every file system of ours can hold as they are. Ours are plain ASCII. */
const fetchable = /^[\w !#$%&'()+,.;=@[\]^`{}~-]*[\w]$/u;

/**
 * Brings files of a remote folder, all in one go, into an empty local one. A file that cannot be had is left out; an error
 * only where nothing else could be had either.
 */
export type FetchMany = (names: readonly string[], into: string, attempt: Attempt) => Promise<void>;

/** What the small files of a folder say. */
export interface FolderNotes {
  readonly manifests: ReadonlyMap<string, ManifestState>;
  readonly newer: ReadonlyMap<string, Manifest>;
  readonly marker: FolderMarker | undefined;
}

/** A listed note with its name in the cache. */
interface Wanted {
  readonly file: RemoteFile;
  readonly key: string;
}

/**
 * Contents of manifests and markers, kept by the remote file's name, id and size: a file that was seen once is not fetched
 * again, and one that could not be had only after a pause. May be deleted at any time.
 */
export class ManifestCache {
  readonly #root: string;
  readonly #now: () => Date;
  readonly #retriesAtOnce: boolean;

  constructor(root: string, now: () => Date, retriesAtOnce = false) {
    this.#root = root;
    this.#now = now;
    this.#retriesAtOnce = retriesAtOnce;
  }

  /** Reads the notes of a listed folder, fetching what is missing; forgets what is not listed any more. */
  async read(folder: string, files: readonly RemoteFile[], fetchMany: FetchMany): Promise<FolderNotes> {
    const home = join(this.#root, keyOf(folder));
    const notes = files.filter(({ name }) => isNote(name)).map((file) => ({ file, key: keyOfFile(file) }));
    const wanted = withinLimits(notes);
    try {
      await makeFolder(home, 0o700);
      const doubts = await FetchDoubts.load(`${home}.doubts.json`, this.#now());
      const shelf = await IndexShelf.open(`${home}.indexes`, files);
      await this.#complete(home, wanted, { doubts, shelf }, fetchMany);
      await forgetOthers(home, wanted);
      return await readNotes(home, notes, wanted, doubts);
    } catch (error) {
      throw error instanceof AppError ? error : diskError(error);
    }
  }

  /** Keeps what was just written and listed, so that the next look need not fetch our own words. */
  async keep(folder: string, file: RemoteFile, text: string): Promise<void> {
    if (isNote(file.name)) await writeCached(join(this.#root, keyOf(folder), keyOfFile(file)), text);
  }

  /**
   * Texts for new index files of a folder as it was listed and read; none where nearly every manifest is in one already, or
   * where there are index files that could not be read yet.
   */
  async newIndexes(folder: string, files: readonly RemoteFile[]): Promise<ReturnType<typeof indexTexts>> {
    if (files.length < worthWriting) return [];
    const home = join(this.#root, keyOf(folder));
    const shelf = await IndexShelf.open(`${home}.indexes`, files);
    if (shelf.unread.length > 0 || indexesIn(files).length >= indexCount) return [];
    const kept = new Set(await readdir(home));
    const open = vouchable(files).filter((file) => kept.has(keyOfFile(file)) && !shelf.covers(file));
    if (open.length < worthWriting) return [];
    const entries: IndexEntry[] = [];
    let left = writtenAtOnce;
    for (const { name, id, size, modifiedMs = 0 } of open) {
      if ((left -= size) < 0) break;
      const text = await readCached(join(home, keyOf(name, id, size)), size);
      if (text !== undefined && Buffer.byteLength(text) === size && isManifestOf({ name, text }))
        entries.push({ name, id, size, modifiedMs, text });
    }
    return entries.length < worthWriting ? [] : indexTexts(entries);
  }

  /** Keeps what an index file that was just written and listed holds. @param files the folder with that file in it */
  async keepIndex(
    folder: string,
    index: RemoteFile,
    files: readonly RemoteFile[],
    entries: readonly IndexEntry[],
  ): Promise<void> {
    const shelf = await IndexShelf.open(join(this.#root, `${keyOf(folder)}.indexes`), files);
    await shelf.note(index, entries);
  }

  async #complete(
    home: string,
    wanted: readonly Wanted[],
    { doubts, shelf }: { readonly doubts: FetchDoubts; readonly shelf: IndexShelf },
    fetchMany: FetchMany,
  ): Promise<void> {
    const mayTry = ({ key }: Wanted): boolean => this.#retriesAtOnce || doubts.mayTry(key);
    const asked = new Set<string>();
    const ask = (due: readonly Wanted[]): void => due.forEach(({ key }) => asked.add(key));
    const missing = async (of: readonly Wanted[]): Promise<Wanted[]> => missingOf(of, new Set(await readdir(home)));
    let open = await missing(wanted);
    const indexes = shelf.unread.map((file) => ({ file, key: keyOfIndex(file) })).filter(mayTry);
    if (indexes.length > 0 && isWorthReading(open, wanted, shelf)) {
      ask(indexes);
      await this.#takeFromIndexes(home, open, { indexes, shelf }, fetchMany);
      open = await missing(open);
    }
    const due = open.filter(mayTry);
    if (due.length > 0) {
      ask(due);
      await this.#fetch(home, due, fetchMany, 'first');
      const again = await missing(due);
      if (again.length > 0 && again.length <= secondTry) await this.#fetch(home, again, fetchMany, 'second');
    }
    const left = due.length > 0 ? await missing(open) : open;
    const openKeys = new Set([...left.map(({ key }) => key), ...shelf.unread.map(keyOfIndex)]);
    await doubts.note(new Set([...openKeys].filter((key) => asked.has(key))), openKeys);
  }

  /** What index files say of missing manifests. One that cannot be had, or says nothing that can be used, costs itself alone. */
  async #takeFromIndexes(
    home: string,
    missing: readonly Wanted[],
    { indexes, shelf }: { readonly indexes: readonly Wanted[]; readonly shelf: IndexShelf },
    fetchMany: FetchMany,
  ): Promise<void> {
    const open = new Map(missing.map(({ file, key }) => [entryIdentity(file), key]));
    open.delete(undefined);
    const take = async (landing: string): Promise<void> => {
      for (const { file } of indexes) {
        const path = join(landing, file.name);
        if ((await sizeOf(path)) !== file.size) continue;
        const entries: RemoteFile[] = [];
        for (const { text, ...entry } of entriesOf((await readTextIfThere(path, indexLimit)) ?? '')) {
          entries.push(entry);
          const identity = entryIdentity(entry);
          const key = open.get(identity);
          if (key === undefined) continue;
          await arrive(landing, text, join(home, key));
          // What is told again, a thousand times perhaps, is not written again.
          open.delete(identity);
        }
        await shelf.note(file, entries);
      }
    };
    await this.#landed([...new Set(indexes.map(({ file }) => file.name))], fetchMany, 'first', take);
  }

  async #fetch(home: string, missing: readonly Wanted[], fetchMany: FetchMany, attempt: Attempt): Promise<void> {
    await this.#landed([...new Set(missing.map(({ file }) => file.name))], fetchMany, attempt, async (landing) => {
      for (const { file, key } of missing) await adopt(join(landing, file.name), join(home, key), file.size);
    });
  }

  async #landed(
    names: readonly string[],
    fetchMany: FetchMany,
    attempt: Attempt,
    take: (landing: string) => Promise<void>,
  ): Promise<void> {
    const landing = await mkdtemp(join(this.#root, 'landing-'));
    try {
      await fetchMany(names, landing, attempt);
    } finally {
      // What arrived before a failure is whole (rclone renames last) and need not be fetched again.
      try {
        await take(landing);
      } finally {
        await rm(landing, { recursive: true, force: true });
      }
    }
  }
}

/** Many are missing; or many are in no index file that was read, and the unread ones may have them. */
const isWorthReading = (open: readonly Wanted[], wanted: readonly Wanted[], shelf: IndexShelf): boolean =>
  open.length >= worthReading || wanted.filter(({ file }) => !shelf.covers(file)).length >= worthWriting;

/** Manifests that one text can be said to be of: of several files of one name, nobody knows which one rclone fetched. */
const vouchable = (files: readonly RemoteFile[]): RemoteFile[] => {
  const times = new Map<string, number>();
  for (const { name } of files) times.set(name, (times.get(name) ?? 0) + 1);
  return files.filter(
    (file) =>
      archiveOfManifest(file.name) !== undefined && times.get(file.name) === 1 && entryIdentity(file) !== undefined,
  );
};

/** Under its name only when whole, as a fetched one is. */
const arrive = async (landing: string, text: string, path: string): Promise<void> => {
  const whole = join(landing, 'from-index');
  await writeFile(whole, text, { mode: 0o600 });
  await rename(whole, path);
};

const isNote = (name: string): boolean => name === markerName || archiveOfManifest(name) !== undefined;

const keyOfFile = ({ name, id, size }: RemoteFile): string => keyOf(name, id, size);

/** Whatever is larger than any manifest is somebody else's file. */
const withinLimits = (notes: readonly Wanted[]): Wanted[] => {
  const fit = notes.filter(({ file }) => file.size <= noteLimit && fetchable.test(file.name));
  if (fit.reduce((sum, { file }) => sum + file.size, 0) <= allLimit) return fit;
  let left = allLimit;
  return [...fit].sort((a, b) => a.file.size - b.file.size).filter(({ file }) => (left -= file.size) >= 0);
};

/** Of several files of one name, which iCloud allows, rclone can only be asked for one: any of them will do. */
const missingOf = (wanted: readonly Wanted[], kept: ReadonlySet<string>): Wanted[] => {
  const there = new Set(wanted.filter(({ key }) => kept.has(key)).map(({ file }) => file.name));
  return wanted.filter(({ file }) => !there.has(file.name));
};

const adopt = async (from: string, to: string, size: number): Promise<void> => {
  if ((await sizeOf(from)) === size) await rename(from, to);
};

const sizeOf = async (path: string): Promise<number | undefined> => (await stat(path).catch(() => undefined))?.size;

const forgetOthers = async (home: string, wanted: readonly Wanted[]): Promise<void> => {
  const current = new Set(wanted.map(({ key }) => key));
  for (const name of await readdir(home))
    if (!current.has(name)) await rm(join(home, name), { recursive: true, force: true });
};

const readNotes = async (
  home: string,
  notes: readonly Wanted[],
  wanted: readonly Wanted[],
  doubts: FetchDoubts,
): Promise<FolderNotes> => {
  const manifests = new Map<string, ManifestState>();
  const newer = new Map<string, Manifest>();
  let marker: FolderMarker | undefined;
  const fit = new Set(wanted);
  for (const note of notes) {
    const { name } = note.file;
    const text = fit.has(note) ? await readCached(join(home, note.key), note.file.size) : undefined;
    if (name === markerName) {
      marker ??= readMarker(text);
      continue;
    }
    const absent = fit.has(note) && !doubts.isLasting(note.key) ? 'unfetched' : 'unreadable';
    const { state, known } = text === undefined ? ({ state: absent } as const) : readManifest(text);
    if (!says(manifests.get(name)) || says(state)) manifests.set(name, state);
    if (known) newer.set(name, known);
  }
  return { manifests, newer, marker };
};

const says = (state: ManifestState | undefined): boolean => typeof state === 'object' || state === 'newer';
