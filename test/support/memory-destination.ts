import { readFile, writeFile } from 'node:fs/promises';
import type { RemoteFile } from '../../src/core/domain/manifest.ts';
import { archiveOfManifest, markerName } from '../../src/core/domain/names.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import { readManifest, readMarker } from '../../src/core/icloud/read-note.ts';
import type {
  Destination,
  FilePart,
  FileRanges,
  FolderContent,
  FolderListing,
  TransferProgress,
} from '../../src/core/ports/destination.ts';

interface Kept {
  readonly id: string;
  readonly name: string;
  readonly content: Buffer;
}

type Call = keyof Destination;

/** A drive in memory that, like iCloud's, takes two files of one name and promises nothing of what it took. */
export class MemoryDestination implements Destination {
  /** What was asked for, in order: `put Home (a1b2c3d4)/name.tar`. */
  readonly calls: string[] = [];
  readonly #folders = new Map<string, Kept[]>();
  #ids = 0;
  /** What the service makes of an uploaded archive: nothing, one file or several. */
  arrival: (content: Buffer) => readonly Buffer[] = (content) => [content];
  /** Called before a call is carried out: to meddle with the folder as another computer would, or to fail. */
  before: (call: Call, name: string) => void = () => undefined;

  /** Nothing here is dear enough to be kept twice. */
  keepIndex: Destination['keepIndex'] = () => Promise.resolve();

  /** Puts a file there past the calls. */
  place(folder: string, name: string, content: Buffer | string): void {
    this.#ids += 1;
    this.#kept(folder).push({ id: `id-${this.#ids}`, name: name.normalize('NFC'), content: Buffer.from(content) });
  }

  makeFolder(folder: string): void {
    this.#kept(folder);
  }

  contentOf(folder: string, name: string): Buffer | undefined {
    return this.#folders.get(folder)?.find((file) => file.name === name.normalize('NFC'))?.content;
  }

  filesIn(folder: string): RemoteFile[] {
    return (this.#folders.get(folder) ?? []).map(({ id, name, content }) => ({ id, name, size: content.length }));
  }

  folders(signal?: AbortSignal): Promise<readonly string[]> {
    return this.#does('folders', '', signal, () => [...this.#folders.keys()]);
  }

  /** This drive is its base folder and what is in it. */
  browse(path: string, signal?: AbortSignal): Promise<FolderContent | undefined> {
    const folders = path === '' ? [...this.#folders.keys()] : [];
    const isThere = path === '' || this.#folders.has(path);
    return this.#does('browse', path, signal, () => (isThere ? { files: this.filesIn(path), folders } : undefined));
  }

  list(folder: string, signal?: AbortSignal): Promise<FolderListing & { readonly exists: boolean }> {
    return this.#does('list', folder, signal, () => {
      const texts = new Map((this.#folders.get(folder) ?? []).map(({ name, content }) => [name, String(content)]));
      const manifests = [...texts].filter(([name]) => archiveOfManifest(name) !== undefined);
      const marker = texts.get(markerName);
      return {
        folder,
        files: { items: this.filesIn(folder), complete: true },
        manifests: new Map(manifests.map(([name, text]) => [name, readManifest(text).state])),
        marker: readMarker(marker),
        clockSkewMs: 0,
        exists: this.#folders.has(folder),
      };
    });
  }

  names(folder: string, signal?: AbortSignal): Promise<readonly RemoteFile[]> {
    return this.#does('names', folder, signal, () => this.filesIn(folder));
  }

  arrived(folder: string, name: string, _bytes?: number, signal?: AbortSignal): Promise<readonly RemoteFile[]> {
    const composed = name.normalize('NFC');
    return this.#does('arrived', `${folder}/${name}`, signal, () =>
      this.filesIn(folder).filter((file) => file.name === composed),
    );
  }

  async put(
    file: string,
    folder: string,
    name: string,
    _modified: Date,
    onProgress: (progress: TransferProgress) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const content = await readFile(file);
    await this.#does('put', `${folder}/${name}`, signal, () => {
      onProgress({ bytes: content.length, total: content.length, bytesPerSecond: 1, finishing: true });
      for (const arrived of this.arrival(content)) this.place(folder, name, arrived);
    });
  }

  putText(text: string, folder: string, name: string, signal?: AbortSignal): Promise<void> {
    return this.#does('putText', `${folder}/${name}`, signal, () => this.place(folder, name, text));
  }

  async fetch(folder: string, name: string, size: number, target: string): Promise<void> {
    const content = await this.#does('fetch', `${folder}/${name}`, undefined, () => this.contentOf(folder, name));
    if (!content) throw new AppError('cloud.not-found', { name });
    if (content.length !== size) throw new AppError('cloud.copy-mismatch');
    await writeFile(target, content, { flag: 'wx' });
  }

  async read(
    folder: string,
    name: string,
    { size, offset }: FilePart,
    take: (piece: Uint8Array) => Promise<void>,
  ): Promise<void> {
    const content = await this.#does('read', `${folder}/${name}`, undefined, () => this.contentOf(folder, name));
    if (!content) throw new AppError('cloud.not-found', { name });
    if (content.length !== size) throw new AppError('cloud.copy-mismatch');
    await take(content.subarray(offset));
  }

  async readRanges(folder: string, name: string, { size, missing, take }: FileRanges): Promise<void> {
    const content = await this.#does('readRanges', `${folder}/${name}`, undefined, () => this.contentOf(folder, name));
    if (!content) throw new AppError('cloud.not-found', { name });
    if (content.length !== size) throw new AppError('cloud.copy-mismatch');
    await Promise.all(missing.map(({ start, end }) => take(start, content.subarray(start, end))));
  }

  remove(folder: string, name: string, signal?: AbortSignal): Promise<void> {
    return this.#does('remove', `${folder}/${name}`, signal, () => {
      const left = this.#kept(folder).filter((file) => file.name !== name);
      this.#folders.set(folder, left);
    });
  }

  moveFolder(folder: string): Promise<void> {
    return this.#does('moveFolder', folder, undefined, () => void this.#folders.delete(folder));
  }

  #does<T>(call: Call, name: string, signal: AbortSignal | undefined, work: () => T): Promise<T> {
    if (signal?.aborted) return Promise.reject(new AppError('sync.cancelled'));
    this.calls.push(`${call} ${name}`.trim());
    return Promise.resolve().then(() => {
      this.before(call, name);
      return work();
    });
  }

  #kept(folder: string): Kept[] {
    const kept = this.#folders.get(folder) ?? [];
    this.#folders.set(folder, kept);
    return kept;
  }
}
