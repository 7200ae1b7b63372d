import { constants } from 'node:fs';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { bytesOfRanges, gapsBetween, unbroken, withRange, type Range } from '../domain/ranges.ts';
import { AppError } from '../errors/app-error.ts';
import { onDisk } from '../icloud/on-disk.ts';
import { isForeign, noFollowing, readTextIfThere, writeFileAtomically } from '../state/small-file.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { endOf, keptRanges, writtenRecord, type Whole } from './partial-record.ts';
import { PrefixHash } from './prefix-hash.ts';

/** Bytes between two flushes: with what comes meanwhile, all that a crash costs. */
const flushEvery = 16 * 1024 * 1024;
/** Of the beginning, to tell it from other places. */
const headBytes = 4096;

/**
 * A file on its way from iCloud, `<target>.partial`, that outlives whatever interrupts it; its ranges come in any order. It gets
 * its own name only when it is the whole, so a wrong one is never handed out. Errors: `disk.*`.
 */
export class PartialFile {
  readonly #target: string;
  readonly #whole: Whole;
  /** Flushed, and noted beside the file. */
  #kept: readonly Range[];
  /** Handed to the system. */
  #written: readonly Range[];
  #bytes: number;
  #head: Buffer = Buffer.alloc(0);
  #file: FileHandle | undefined;
  #writes: GatheredWrites | undefined;
  #hash: PrefixHash | undefined;
  #flushing: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  private constructor(target: string, whole: Whole, kept: readonly Range[]) {
    this.#target = target;
    this.#whole = whole;
    this.#kept = kept;
    this.#written = kept;
    this.#bytes = bytesOfRanges(kept);
  }

  /** What an earlier try left, if any. Error: `restore.target-exists` when what is there is something else. */
  static async find(target: string, whole: Whole): Promise<PartialFile> {
    const record = await readTextIfThere(recordOf(target)).catch((error: unknown) => {
      throw isForeign(error) ? new AppError('restore.target-exists', { file: recordOf(target) }) : error;
    });
    const size = await sizeOf(partialOf(target));
    const kept = record === undefined ? undefined : keptRanges(record, whole, size);
    // Neither of the two is ever written over unless it is about this very copy.
    if (record !== undefined && kept === undefined)
      throw new AppError('restore.target-exists', { file: recordOf(target) });
    if (size !== undefined && kept === undefined)
      throw new AppError('restore.target-exists', { file: partialOf(target) });
    return new PartialFile(target, whole, kept ?? []);
  }

  /** Bytes that came. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What a later try will find. */
  get keptBytes(): number {
    return bytesOfRanges(this.#kept);
  }

  /** What still has to come. Call `settle` before, once something was added. */
  get missing(): Range[] {
    return gapsBetween(this.#written, this.#whole.size);
  }

  /** Opens it with what counts. The record comes first: a file without one is the user's. */
  async begin(): Promise<void> {
    await this.#note(this.#kept);
    const isThere = (await sizeOf(partialOf(this.#target))) !== undefined;
    this.#file = await onDisk(open(partialOf(this.#target), isThere ? goOn : 'wx+', 0o600));
    await this.#openAt(this.#kept);
  }

  /** Whether these bytes, said to stand further on, are those at the beginning: then the server knows no ranges. */
  isBeginning(piece: Uint8Array): boolean {
    const head = this.#head.subarray(0, piece.length);
    return head.length >= headBytes / 8 && head.equals(piece.subarray(0, head.length));
  }

  /** Pieces of one range come in order. Nobody may change them afterwards. */
  async add(offset: number, piece: Uint8Array): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    if (offset === this.#head.length && offset < headBytes)
      this.#head = Buffer.concat([this.#head, piece.subarray(0, headBytes - offset)]);
    this.#bytes += piece.length;
    await this.#opened().writes.add(offset, piece);
    if (bytesOfRanges(this.#written) - bytesOfRanges(this.#kept) >= flushEvery) this.#flushBeside();
  }

  /** Hands all that came to the system. */
  async settle(): Promise<void> {
    await this.#opened().writes.settle();
  }

  /** Throws away what is there. */
  async startOver(): Promise<void> {
    const { file } = this.#opened();
    await this.#flushing;
    await this.#note([]);
    await this.#hash?.stop();
    await onDisk(file.truncate(0));
    await this.#openAt([]);
  }

  /** Error: `cloud.copy-mismatch` when it is not the whole. */
  async compare(signal: AbortSignal): Promise<void> {
    await this.settle();
    const { archive, size } = this.#whole;
    const bytes = unbroken(this.#written);
    // What is on the disk already need not wait for the rest of it.
    const [sha256] = await Promise.all([this.#opened().hash.digest(signal), this.#flush()]);
    if (bytes !== size || sha256 !== this.#whole.sha256)
      throw new AppError('cloud.copy-mismatch', { archive, bytes, expected: size });
  }

  /** Gives it its name. Error: `restore.target-exists` when somebody else took that meanwhile. */
  async finish(): Promise<void> {
    await this.#close();
    if ((await sizeOf(this.#target)) !== undefined) throw new AppError('restore.target-exists', { file: this.#target });
    await onDisk(rename(partialOf(this.#target), this.#target));
    await onDisk(rm(recordOf(this.#target), { force: true }));
  }

  /** Leaves what counts for a later try, or nothing at all. */
  async leave(): Promise<void> {
    if (this.#file === undefined) return;
    try {
      // What the disk has no room for does not cost what it has.
      await this.settle().catch(() => undefined);
      await this.#flush();
    } finally {
      await this.#close();
      if (this.#kept.length === 0) await this.#remove();
    }
  }

  async #openAt(ranges: readonly Range[]): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    await onDisk(file.truncate(endOf(ranges)));
    this.#written = ranges;
    this.#bytes = bytesOfRanges(ranges);
    this.#writes = new GatheredWrites(file, (range) => this.#wrote(range));
    this.#hash = await PrefixHash.open(partialOf(this.#target));
    this.#hash.reach(unbroken(ranges));
    this.#head = await headIn(file, Math.min(unbroken(ranges), headBytes));
  }

  #wrote(range: Range): void {
    this.#written = withRange(this.#written, range);
    this.#hash?.reach(unbroken(this.#written));
  }

  /** Beside what comes: the disk may be slower than the line. */
  #flushBeside(): void {
    this.#flushing ??= this.#flushOnce()
      .catch((error: unknown) => void (this.#failure = { error }))
      .finally(() => (this.#flushing = undefined));
  }

  async #flush(): Promise<void> {
    await this.#flushing;
    if (this.#failure) throw this.#failure.error;
    if (bytesOfRanges(this.#written) > this.keptBytes) await this.#flushOnce();
  }

  async #flushOnce(): Promise<void> {
    const ranges = this.#written;
    await onDisk(this.#opened().file.sync());
    await this.#note(ranges);
  }

  #opened(): { readonly file: FileHandle; readonly writes: GatheredWrites; readonly hash: PrefixHash } {
    const [file, writes, hash] = [this.#file, this.#writes, this.#hash];
    if (!file || !writes || !hash) throw new AppError('internal', { kind: 'partial file' });
    return { file, writes, hash };
  }

  async #note(ranges: readonly Range[]): Promise<void> {
    await writeFileAtomically(recordOf(this.#target), writtenRecord(this.#whole, ranges));
    this.#kept = ranges;
  }

  async #close(): Promise<void> {
    const [file, hash] = [this.#file, this.#hash];
    [this.#file, this.#hash] = [undefined, undefined];
    await this.#flushing;
    await hash?.stop();
    if (file !== undefined) await onDisk(file.close());
  }

  async #remove(): Promise<void> {
    await onDisk(rm(partialOf(this.#target), { force: true }));
    await onDisk(rm(recordOf(this.#target), { force: true }));
  }
}

/** The folder may be one that others write to: a link that one of them put there is not written through. */
const goOn = constants.O_RDWR | noFollowing;

const partialOf = (target: string): string => `${target}.partial`;
const recordOf = (target: string): string => `${target}.partial.json`;

const headIn = async (file: FileHandle, bytes: number): Promise<Buffer> => {
  const head = Buffer.alloc(bytes);
  const { bytesRead } = await onDisk(file.read(head, 0, bytes, 0));
  return head.subarray(0, bytesRead);
};

const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await onDisk(lstat(path))).size;
  } catch (error) {
    if (error instanceof AppError && error.facts.system === 'ENOENT') return undefined;
    throw error;
  }
};
