import { constants } from 'node:fs';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { onDisk } from '../icloud/on-disk.ts';
import { isForeign, noFollowing, readTextIfThere, writeFileAtomically } from '../state/small-file.ts';
import { hashFile } from './walk-file.ts';

/** What a partial file is a part of, in a small file beside it. */
const recordSchema = z.object({
  /** Name in iCloud Drive. */
  archive: z.string(),
  size: z.number(),
  sha256: z.string(),
  /** Bytes that are on the disk for certain: behind them a power cut may have left holes. */
  flushed: z.number().int().nonnegative(),
});

/** What the whole has to be. */
export type Whole = Pick<z.infer<typeof recordSchema>, 'archive' | 'size' | 'sha256'>;

/** Bytes between two flushes: what a crash costs at most, and seldom enough to cost nothing. */
const flushEvery = 64 * 1024 * 1024;

/**
 * A file on its way from iCloud, `<target>.partial`, that outlives whatever interrupts it. It gets its own name only when it
 * is the whole, so a wrong one is never handed out. Errors: `disk.*`.
 */
export class PartialFile {
  readonly #target: string;
  readonly #whole: Whole;
  #bytes: number;
  #flushed: number;
  #file: FileHandle | undefined;

  private constructor(target: string, whole: Whole, kept: number) {
    this.#target = target;
    this.#whole = whole;
    this.#bytes = kept;
    this.#flushed = kept;
  }

  /** What an earlier try left, if any. Error: `restore.target-exists` when what is there is something else. */
  static async find(target: string, whole: Whole): Promise<PartialFile> {
    const record = await readTextIfThere(recordOf(target)).catch((error: unknown) => {
      throw isForeign(error) ? new AppError('restore.target-exists', { file: recordOf(target) }) : error;
    });
    const size = await sizeOf(partialOf(target));
    const kept = record === undefined ? undefined : keptBytes(record, whole);
    // Neither of the two is ever written over unless it is about this very copy.
    if (record !== undefined && kept === undefined)
      throw new AppError('restore.target-exists', { file: recordOf(target) });
    if (size !== undefined && kept === undefined)
      throw new AppError('restore.target-exists', { file: partialOf(target) });
    return new PartialFile(target, whole, Math.min(kept ?? 0, size ?? 0));
  }

  /** Where the next piece goes. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What a later try will find. */
  get keptBytes(): number {
    return this.#flushed;
  }

  /** Opens it behind what counts. The record comes first: a file without one is the user's. */
  async begin(): Promise<void> {
    await this.#note(this.#bytes);
    await onDisk(this.#openFile());
  }

  async append(piece: Uint8Array): Promise<void> {
    const file = this.#opened();
    for (let at = 0; at < piece.length;) {
      at += (await onDisk(file.write(piece, at, piece.length - at, this.#bytes + at))).bytesWritten;
    }
    this.#bytes += piece.length;
    if (this.#bytes - this.#flushed >= flushEvery) await this.flush();
  }

  /** Makes what came so far count for a later try. */
  async flush(): Promise<void> {
    await onDisk(this.#opened().sync());
    await this.#note(this.#bytes);
  }

  /** Throws away what is there. */
  async startOver(): Promise<void> {
    await this.#note(0);
    this.#bytes = 0;
    await onDisk(this.#opened().truncate(0));
  }

  /** Error: `cloud.copy-mismatch` when it is not the whole. */
  async compare(signal: AbortSignal): Promise<void> {
    await this.flush();
    let found = 0;
    const sha256 = await hashFile(partialOf(this.#target), (piece) => (found += piece.length), signal);
    const { archive, size } = this.#whole;
    if (found !== size || sha256 !== this.#whole.sha256) {
      throw new AppError('cloud.copy-mismatch', { archive, bytes: found, expected: size });
    }
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
      if (this.#bytes > this.#flushed) await this.flush();
    } finally {
      await this.#close();
      if (this.#flushed === 0) await this.#remove();
    }
  }

  async #openFile(): Promise<void> {
    const isThere = (await sizeOf(partialOf(this.#target))) !== undefined;
    this.#file = await open(partialOf(this.#target), isThere ? goOn : 'wx', 0o600);
    await this.#file.truncate(this.#bytes);
  }

  #opened(): FileHandle {
    if (this.#file === undefined) throw new AppError('internal', { kind: 'partial file' });
    return this.#file;
  }

  async #note(flushed: number): Promise<void> {
    const { archive, size, sha256 } = this.#whole;
    await writeFileAtomically(recordOf(this.#target), `${JSON.stringify({ archive, size, sha256, flushed })}\n`);
    this.#flushed = flushed;
  }

  async #close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
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

/** Undefined when the record is about something else, or none of ours. */
const keptBytes = (text: string, { archive, size, sha256 }: Whole): number | undefined => {
  const record = recordSchema.safeParse(safeJson(text)).data;
  const fits = record?.archive === archive && record.size === size && record.sha256 === sha256;
  return fits ? Math.min(record.flushed, size) : undefined;
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await onDisk(lstat(path))).size;
  } catch (error) {
    if (error instanceof AppError && error.facts.system === 'ENOENT') return undefined;
    throw error;
  }
};
