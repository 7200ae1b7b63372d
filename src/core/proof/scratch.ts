import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentSink } from '../archive/open/walk-parts.ts';
import type { FreeBytes } from '../ports/disk-space.ts';
import type { ProcessMark, ProcessTable } from '../ports/network.ts';
import { spareBytes } from '../state/disk-room.ts';
import { makeFolder } from '../state/make-folder.ts';
import { diskError } from '../state/small-file.ts';

/** Where decrypted databases lie while they are checked, below the folder for archives under way. */
export const scratchRoot = (staging: string): string => join(staging, 'proof');

/** A folder of its own for one check; its name says whose it is. */
export const newScratch = (root: string, { self }: ProcessTable): string =>
  join(root, `${ownerOf(self)}-${randomBytes(4).toString('hex')}`);

/** Numbers are given again, in a container the same one at every start: so the moment counts, too. */
const ownerOf = ({ pid, started }: ProcessMark): string =>
  `${pid}-${createHash('sha256').update(started).digest('hex').slice(0, 8)}`;

/** Why a file was not laid out; `null`: it was. */
export type NotLaid = { readonly neededBytes: number; readonly freeBytes: number } | null;

/** The database of one backup and its journals, decrypted, for as long as they are looked at. Nobody else may read them. */
export class Scratch {
  readonly folder: string;
  readonly #freeBytes: FreeBytes;
  #lacks: NotLaid = null;

  constructor(folder: string, freeBytes: FreeBytes) {
    this.folder = folder;
    this.#freeBytes = freeBytes;
  }

  /** What did not fit, if anything. */
  get lacks(): NotLaid {
    return this.#lacks;
  }

  pathOf(name: string): string {
    return join(this.folder, name);
  }

  /** Takes a file's content; undefined where there is no room for it. A second one of that name replaces the first. Error: `disk.failed`. */
  async lay(name: string, bytes: number): Promise<ContentSink | undefined> {
    return await onDisk(async () => {
      await makeFolder(this.folder, 0o700);
      const freeBytes = await this.#freeBytes(this.folder);
      const neededBytes = bytes + spareBytes;
      if (freeBytes < neededBytes) {
        this.#lacks = { neededBytes, freeBytes };
        return undefined;
      }
      await rm(this.pathOf(name), { force: true });
      const file = await open(this.pathOf(name), 'wx', 0o600);
      return sinkInto(file, () => (this.#lacks = { neededBytes, freeBytes: 0 }));
    });
  }
}

/** What cannot be removed now is removed by the next start (`sweepScratch`). */
export const removeScratch = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
};

/** Removes what killed programs left of such folders; those of living ones stay. Returns how many there were. */
export const sweepScratch = async (root: string, processes: ProcessTable): Promise<number> => {
  let removed = 0;
  for (const name of await readdir(root).catch(() => [])) {
    if (await hasOwner(name, processes)) continue;
    await onDisk(() => rm(join(root, name), { recursive: true, force: true }));
    removed += 1;
  }
  return removed;
};

/** Where the system does not tell, it stays for another time. */
const hasOwner = async (name: string, processes: ProcessTable): Promise<boolean> => {
  const [, owner, pid] = /^((\d+)-[0-9a-f]{8})-[0-9a-f]{8}$/.exec(name) ?? [];
  if (owner === undefined) return false;
  try {
    const started = await processes.startOf(Number(pid));
    return started !== undefined && ownerOf({ pid: Number(pid), started }) === owner;
  } catch {
    return true;
  }
};

/** A disk that fails or fills up in the middle costs the database its check, and nothing else. */
const sinkInto = (file: FileHandle, onFailure: () => void): ContentSink => {
  let works = true;
  const guarded = async (step: () => Promise<void>): Promise<void> => {
    try {
      await step();
    } catch {
      works = false;
      onFailure();
    }
  };
  const close = (): Promise<void> => guarded(() => file.close());
  return {
    write: (piece) =>
      guarded(async () => {
        for (let at = 0; works && at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
      }),
    end: close,
    broken: close,
  };
};

const onDisk = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw diskError(error);
  }
};
