import { constants } from 'node:fs';
import { lstat, open, readdir, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { idInName } from '../domain/names.ts';
import type { FreeBytes } from '../ports/disk-space.ts';
import { needRoom } from '../state/disk-room.ts';
import { diskError, noFollowing, readOwnText, writeFileAtomically } from '../state/small-file.ts';
import { makeFolder } from '../state/make-folder.ts';

/**
 * What a staged file is, in a small file beside it. `whole` = hashed and walked; `archive` = the name of the upload that
 * was begun with it, which lets a later run recognise that very upload in the cloud.
 */
const recordSchema = z.object({
  instanceId: z.string(),
  backupId: z.string(),
  agentId: z.string(),
  listedSize: z.number().nullable(),
  /** The server's mark of the file, without which a download cannot be resumed. */
  etag: z.string().nullable(),
  /** Bytes that are on the disk for certain: behind them a power cut may have left holes. */
  flushed: z.number().default(0),
  whole: z.object({ bytes: z.number(), sha256: z.string() }).nullable(),
  archive: z.string().nullable(),
});

export type StagingRecord = z.infer<typeof recordSchema>;

export interface Leftover {
  readonly record: StagingRecord;
  /** Bytes on disk. */
  readonly bytes: number;
}

/** The folder where archives wait between Home Assistant and the cloud. Local, 0700, outside system backups. */
export class Staging {
  readonly dir: string;
  readonly #freeBytes: FreeBytes;

  constructor(dir: string, freeBytes: FreeBytes) {
    this.dir = dir;
    this.#freeBytes = freeBytes;
  }

  fileFor(backupId: string): string {
    return join(this.dir, `${idInName(backupId)}.part`);
  }

  /** Error: `disk.full` with needed and free bytes. */
  async makeRoom(bytes: number): Promise<void> {
    await onDisk(() => makeFolder(this.dir, 0o700));
    await needRoom(this.#freeBytes, this.dir, bytes);
  }

  async open(backupId: string, fresh: boolean): Promise<FileHandle> {
    const file = this.fileFor(backupId);
    return await onDisk(async () => {
      if (!fresh) return await open(file, constants.O_RDWR | noFollowing);
      // Made, and never found: what is there may be a link to something else.
      await rm(file, { recursive: true, force: true });
      return await open(file, 'wx+', 0o600);
    });
  }

  async note(record: StagingRecord): Promise<void> {
    await writeFileAtomically(this.#recordFor(record.backupId), JSON.stringify(record));
  }

  async leftover(backupId: string): Promise<Leftover | undefined> {
    const text = await readOwnText(this.#recordFor(backupId));
    const record = text === undefined ? undefined : recordSchema.safeParse(safeJson(text)).data;
    const bytes = await sizeOf(this.fileFor(backupId));
    return record?.backupId === backupId && bytes !== undefined ? { record, bytes } : undefined;
  }

  async drop(backupId: string): Promise<void> {
    await onDisk(async () => {
      // Whatever stands in their places.
      await rm(this.fileFor(backupId), { recursive: true, force: true });
      await rm(this.#recordFor(backupId), { recursive: true, force: true });
    });
  }

  /** Removes everything that does not belong to one of the backups still wanted. */
  async sweep(wanted: Iterable<string>): Promise<void> {
    const keep = new Set([...wanted].flatMap((id) => [`${idInName(id)}.part`, `${idInName(id)}.json`]));
    await onDisk(async () => {
      await makeFolder(this.dir, 0o700);
      for (const name of await readdir(this.dir)) {
        if (!keep.has(name)) await rm(join(this.dir, name), { recursive: true, force: true });
      }
    });
  }

  #recordFor(backupId: string): string {
    return join(this.dir, `${idInName(backupId)}.json`);
  }
}

const onDisk = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw diskError(error);
  }
};

const sizeOf = async (file: string): Promise<number | undefined> => {
  try {
    const found = await lstat(file);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw diskError(error);
  }
};

const safeJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
