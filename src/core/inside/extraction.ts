import type { Extracted, LeftOut } from '../../shared/inside.ts';
import type { Part } from '../archive/open/list-archive.ts';
import type { ContentSink, PartVisitor } from '../archive/open/walk-parts.ts';
import type { TarEntry } from '../archive/tar-reader.ts';
import { AppError } from '../errors/app-error.ts';
import { fileNameOn } from './file-name.ts';
import { insidePath, shownPath, type Wanted } from './inside-path.ts';
import { NearNames } from './near-names.ts';
import type { NewFile, NewTree } from './new-tree.ts';
import type { ExtractedKind } from '../../shared/vocabulary.ts';

/** A report names so many; the others are counted. */
const maxNamed = 1000;

type Found = Pick<Extracted, 'type' | 'files' | 'bytes' | 'leftOut' | 'leftOutCount' | 'renamed' | 'renamedCount'>;

/**
 * Writes what is wanted of one part to a new tree while its entries go by. Links, devices and names that lead elsewhere are left
 * out and named; of two entries with one path the later one counts.
 */
export class Extraction implements PartVisitor {
  readonly #wanted: Wanted;
  readonly #tree: NewTree;
  readonly #platform: NodeJS.Platform;
  readonly #near: NearNames;
  readonly #leftOut: LeftOut[] = [];
  readonly #renamed = new Map<string, string>();
  #leftOutCount = 0;
  #renamedCount = 0;
  #type: ExtractedKind | undefined;
  /** What has the wanted path and is neither file nor folder, or leads elsewhere. */
  #refusal: AppError | undefined;

  constructor(wanted: Wanted, tree: NewTree, platform: NodeJS.Platform) {
    this.#wanted = wanted;
    this.#tree = tree;
    this.#platform = platform;
    this.#near = new NearNames(wanted.names.at(-1) ?? wanted.part);
  }

  async entry(part: Part, entry: TarEntry): Promise<ContentSink | undefined> {
    const { names, isUnsafe } = insidePath(part.name, entry.name);
    const path = shownPath(part.name, entry.name);
    if (!this.#isWanted(names)) {
      if (this.#type === undefined && !isUnsafe) this.#near.see(path);
      return undefined;
    }
    if (isUnsafe) return this.#refuse(path, names, 'unsafe', new AppError('inside.unsafe-name', { path }));
    const below = names.slice(this.#wanted.names.length);
    if (entry.kind === 'folder') return await this.#folder(path, below);
    if (entry.kind === 'file') return await this.#file(path, below, entry);
    const facts = { path, type: entry.kind, ...(entry.link !== '' && { link: linkOf(part.name, entry) }) };
    return this.#refuse(path, names, entry.kind, new AppError('inside.not-a-file', facts));
  }

  /** Error: `inside.no-such-path` and others where nothing that was wanted can be had. */
  get found(): Found {
    if (this.#type === undefined) {
      if (this.#refusal) throw this.#refusal;
      const near = this.#near.shown;
      const path = [this.#wanted.part, ...this.#wanted.names].join('/');
      throw new AppError('inside.no-such-path', { path, ...(near !== '' && { near }) });
    }
    return {
      type: this.#type,
      files: this.#tree.files,
      bytes: this.#tree.bytes,
      leftOut: this.#leftOut,
      leftOutCount: this.#leftOutCount,
      renamed: [...this.#renamed].map(([path, as]) => ({ path, as })),
      renamedCount: this.#renamedCount,
    };
  }

  #isWanted(names: readonly string[]): boolean {
    return this.#wanted.names.every((name, index) => name === names[index]);
  }

  async #folder(path: string, below: readonly string[]): Promise<ContentSink | undefined> {
    if (this.#type === 'file') return this.#leave(path, 'collides');
    this.#type = 'folder';
    const refused = await this.#tree.folder(this.#namesHere(below, path));
    return refused === undefined ? undefined : this.#leave(path, refused);
  }

  async #file(path: string, below: readonly string[], entry: TarEntry): Promise<ContentSink | undefined> {
    const type = below.length === 0 ? 'file' : 'folder';
    // A part is no file, whatever an entry in it is called.
    if (type === 'file' && this.#wanted.names.length === 0) return this.#leave(path, 'unsafe');
    if (this.#type !== undefined && this.#type !== type) return this.#leave(path, 'collides');
    const file = await this.#tree.file(this.#namesHere(below, path), entry.size);
    if (typeof file === 'string') return this.#leave(path, file);
    this.#type = type;
    return new FileSink(file, entry.modified);
  }

  #namesHere(below: readonly string[], path: string): string[] {
    const here = below.map((name) => fileNameOn(this.#platform, name));
    if (here.some((name, index) => name !== below[index])) this.#rename(path, here.join('/'));
    return here;
  }

  #rename(path: string, as: string): void {
    this.#renamedCount += 1;
    if (this.#renamed.size < maxNamed) this.#renamed.set(path, as);
  }

  /** It may be the very thing that was asked for. */
  #refuse(path: string, names: readonly string[], cause: LeftOut['cause'], error: AppError): ContentSink | undefined {
    if (names.length === this.#wanted.names.length) this.#refusal = error;
    return this.#leave(path, cause);
  }

  /** Nothing takes its content. */
  #leave(path: string, cause: LeftOut['cause']): ContentSink | undefined {
    this.#leftOutCount += 1;
    if (this.#leftOut.length < maxNamed) this.#leftOut.push({ path, cause });
    return undefined;
  }
}

/** A second name of another file is said as `extract` takes that one. */
const linkOf = (part: string, { kind, link }: TarEntry): string =>
  kind === 'hard-link' ? shownPath(part, link) : link;

class FileSink implements ContentSink {
  readonly #file: NewFile;
  readonly #modified: number;

  constructor(file: NewFile, modified: number) {
    this.#file = file;
    this.#modified = modified;
  }

  async write(bytes: Buffer): Promise<void> {
    await this.#file.write(bytes);
  }

  async end(): Promise<void> {
    await this.#file.close(this.#modified);
  }

  broken(): void {
    // The whole tree is thrown away.
  }
}
