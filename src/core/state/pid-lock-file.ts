import { createHash, randomBytes } from 'node:crypto';
import { link, lstat, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { ProcessTable } from '../ports/network.ts';
import { diskError, readTextIfThere, systemCode, temporaryName, writeNewFile } from './small-file.ts';
import { makeFolder } from './make-folder.ts';

const ownerSchema = z.object({
  /** Tells this hold from every other, also of the same process. */
  id: z.string().min(1),
  pid: z.number().int().positive(),
  /** Start time in the system's own words: a later process with the same number has another. */
  started: z.string().min(1),
  /** ISO 8601. */
  since: z.string(),
  /** What it does with it, where others care: only a run is told as "backing up". */
  isRun: z.boolean().optional(),
});
type Owner = z.infer<typeof ownerSchema>;

/** Without an owner: half written, by a process that is just taking the lock or by a crash, or no file of ours. */
type Found = { readonly text: string; readonly owner: Owner | undefined; readonly ageMs: number } | undefined;

/** A file that belongs to one process at a time, among all that share the folder. */
export interface OwnerPlace {
  readonly path: string;
  readonly processes: ProcessTable;
}

/** A living process that has the file; undefined when it is only just taking it. */
export type OtherOwner = { readonly pid: number; readonly since: string; readonly isRun: boolean } | undefined;

export type Attempt = { readonly release: () => Promise<void> } | { readonly other: OtherOwner };

/**
 * Where the file system knows no second names, a file is written in one go, right after it was made: one that is half written
 * for longer is left from a crash.
 */
const writingMs = 10_000;
const attempts = 50;
/** Guards of guards of guards: each was left by a crash in the middle of clearing the one before. */
const deepest = 4;
/** A lock and a guard take some 150 bytes. */
const longestText = 64 * 1024;

/**
 * Takes the file, or says who has it. A dead owner's file is taken over; when several processes find it at once, exactly
 * one of them gets it. Errors: `disk.*`.
 */
export const tryToOwn = async (place: OwnerPlace, now: Date, isRun?: boolean): Promise<Attempt> => {
  const mine: Owner = {
    id: randomBytes(8).toString('hex'),
    ...place.processes.self,
    since: now.toISOString(),
    ...(isRun === undefined ? {} : { isRun }),
  };
  await makeFolder(dirname(place.path), 0o700).catch(failOnDisk(place.path));
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await create(place.path, mine)) {
      await removeGuards(place.path);
      return { release: () => release(place.path, mine.id) };
    }
    const found = await look(place.path);
    if (!found) continue;
    // A file server may have done it and lost its answer.
    if (found.owner?.id === mine.id) return { release: () => release(place.path, mine.id) };
    if (found.owner && (await lives(found.owner, place.processes))) return { other: shown(found.owner) };
    const inTheWay = isBeingWritten(found) ? 'writer' : await clearAway(place, place.path, found, mine);
    if (inTheWay === 'writer') await pause(5);
    else if (inTheWay) return { other: inTheWay };
  }
  return { other: undefined };
};

/** Who has the file right now, for showing it; a dead owner does not count. */
export const livingOwner = async (place: OwnerPlace): Promise<OtherOwner> => {
  const owner = (await look(place.path))?.owner;
  return owner && (await lives(owner, place.processes)) ? shown(owner) : undefined;
};

const shown = ({ pid, since, isRun = false }: Owner): NonNullable<OtherOwner> => ({ pid, since, isRun });

/**
 * Whether this process made the file; exactly one can. It is written under another name and gets its own by `link`, which is
 * as exclusive as O_EXCL and besides never shows half a file: neither a full disk nor a kill in between leaves an empty lock
 * in everybody's way. (Dot-locking programs of mail and NFS do the same. git writes behind O_EXCL and clears up when it fails,
 * which a kill prevents; proper-lockfile makes a folder, which names no owner.)
 */
const create = async (path: string, owner: Owner): Promise<boolean> => {
  const text = JSON.stringify(owner);
  const temporary = temporaryName(path);
  try {
    await writeNewFile(temporary, text);
    try {
      await link(temporary, path);
      return true;
    } catch (error) {
      return systemCode(error) === 'EEXIST' ? false : await createInPlace(path, text);
    } finally {
      // Held or not, that is decided: a name too many is swept up with what crashes leave.
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  } catch (error) {
    throw diskError(error, path);
  }
};

/** For file systems without links (FAT, some shares), and where the reason lies elsewhere it fails likewise. */
const createInPlace = async (path: string, text: string): Promise<boolean> => {
  try {
    await writeNewFile(path, text);
    return true;
  } catch (error) {
    // Windows answers EPERM while the file of the owner before is still on its way out.
    const codes = process.platform === 'win32' ? ['EEXIST', 'EPERM', 'EBUSY'] : ['EEXIST'];
    if (codes.includes(systemCode(error) ?? '')) return false;
    throw error;
  }
};

/** A folder in its place is an error, for it may hold anything; whatever else is no file of ours can go. */
const look = async (path: string): Promise<Found> => {
  try {
    const found = await lstat(path);
    if (found.isDirectory()) throw new AppError('disk.failed', { system: 'EISDIR', path });
    const isOurs = found.isFile() && found.size <= longestText;
    const text = isOurs ? await readTextIfThere(path, longestText) : '';
    if (text === undefined) return undefined;
    return { text, owner: parseOwner(text), ageMs: Math.abs(Date.now() - found.mtimeMs) };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw diskError(error, path);
  }
};

const parseOwner = (text: string): Owner | undefined => {
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // Nobody to respect; whether it is just being written, its age tells.
    return undefined;
  }
};

const isBeingWritten = ({ owner, ageMs }: NonNullable<Found>): boolean => !owner && ageMs < writingMs;

const lives = async (owner: Owner, processes: ProcessTable): Promise<boolean> => {
  try {
    return (await processes.startOf(owner.pid)) === owner.started;
  } catch {
    // The system does not tell: waiting is harmless, a second owner is not.
    return true;
  }
};

/**
 * Removes a dead owner's file, and only that. Between seeing it dead and removing it, another process may have taken over
 * already, and its fresh file must not be removed in its place. So a process that removes one first takes a guard that is named after
 * the very content to be removed, and looks again. A guard can be left by a crash like any lock, and is cleared likewise.
 * Returns who is at it already. Error: `disk.failed` with the file that cannot be removed.
 */
const clearAway = async (
  place: OwnerPlace,
  path: string,
  dead: NonNullable<Found>,
  mine: Owner,
  depth = 0,
): Promise<OtherOwner | 'writer'> => {
  if (depth === deepest) throw new AppError('disk.failed', { system: 'EBUSY', path });
  const guard = depth === 0 ? guardOf(path, dead.text) : guardOfGuard(place.path, path, dead.text);
  if (await create(guard, mine)) {
    try {
      const still = await look(path);
      // An empty file has the same text as any other empty one: its age tells whether it is still that of the dead.
      if (still?.text === dead.text && !isBeingWritten(still)) await remove(path);
    } finally {
      await remove(guard);
    }
    return undefined;
  }
  const other = await look(guard);
  if (!other) return undefined;
  if (other.owner && (await lives(other.owner, place.processes))) return shown(other.owner);
  return isBeingWritten(other) ? 'writer' : await clearAway(place, guard, other, mine, depth + 1);
};

/** Name of the guard under which a lock with this content may be removed. */
export const guardOf = (lock: string, text: string): string => `${lock}.${digest(text)}.guard`;

/** Its own name is part of it: an empty guard of an empty lock would otherwise be guarded by itself. */
export const guardOfGuard = (lock: string, guard: string, text: string): string =>
  `${lock}.${digest(`${basename(guard)} ${text}`)}.guard`;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Guards are about earlier owners: while a living one holds the lock, nobody needs any of them. */
const removeGuards = async (lock: string): Promise<void> => {
  const names = await readdir(dirname(lock)).catch(failOnDisk(lock));
  const guards = names.filter((name) => name.startsWith(`${basename(lock)}.`) && name.endsWith('.guard'));
  await Promise.all(guards.map((name) => remove(join(dirname(lock), name))));
};

const release = async (path: string, id: string): Promise<void> => {
  if ((await look(path))?.owner?.id === id) await remove(path);
};

const remove = (path: string): Promise<void> => rm(path, { force: true }).catch(failOnDisk(path));

const failOnDisk =
  (path: string) =>
  (error: unknown): never => {
    throw diskError(error, path);
  };
