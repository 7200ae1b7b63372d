import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { archiveBroughtBack } from '../domain/names.ts';
import type { ProcessTable } from '../ports/network.ts';
import { diskError, writerOf } from './json-file.ts';

export interface LeftoverPlaces {
  readonly data: string;
  readonly staging: string;
  readonly cache: string;
}

export interface LeftoverFacts {
  readonly processes: ProcessTable;
  /** Keys of the instances in the settings. */
  readonly instanceKeys: readonly string[];
  readonly now: Date;
}

/** Temporary files that do not name their writer (the settings file's library, earlier versions) are in use for less. */
const writingMs = 60 * 60_000;
/** Tests come every month. */
const forgottenMs = 60 * 24 * 60 * 60_000;

/**
 * Removes what programs left that were killed in the middle: texts on their way out, manifests on their way in, half written
 * small files, archives of a Home Assistant that is no longer set up, copies that were being tested. The caller holds the run lock, so that no living
 * program is at the first, second and last two of them. Returns how many there were. Error: `disk.failed`.
 */
export const sweepLeftovers = async (places: LeftoverPlaces, facts: LeftoverFacts): Promise<number> => {
  const { data, staging, cache } = places;
  const drive = join(cache, 'drive');
  const left = [
    ...(await namesIn(join(drive, 'outgoing'))).map((name) => join(drive, 'outgoing', name)),
    ...(await namesIn(join(drive, 'manifests')))
      .filter((name) => name.startsWith('landing-'))
      .map((name) => join(drive, 'manifests', name)),
    ...(await namesIn(staging)).filter((name) => isStrangeKey(name, facts)).map((name) => join(staging, name)),
    ...(await endedTests(join(staging, 'tests'), facts)),
    ...(await deadWrites(data, facts)),
    ...(await deadWrites(cache, facts)),
  ];
  for (const path of left) await onDisk(rm(path, { recursive: true, force: true }));
  return left.length;
};

/** Only what looks like a key of ours (newInstanceKey): the folder may be one that the user chose. */
const isStrangeKey = (name: string, { instanceKeys }: LeftoverFacts): boolean =>
  /^[0-9a-f]{8}$/.test(name) && !instanceKeys.includes(name);

/** Copies that came back for a test: whole ones of a test that was killed, and halves that no test went on with for two months. */
const endedTests = async (folder: string, { now }: LeftoverFacts): Promise<string[]> => {
  const ended: string[] = [];
  for (const name of await namesIn(folder)) {
    const archive = archiveBroughtBack(name);
    if (archive === undefined) continue;
    const path = join(folder, name);
    if (name === archive || now.getTime() - (await modifiedAt(path)) > forgottenMs) ended.push(path);
  }
  return ended;
};

/** Temporary files whose writer is gone. A living one is left to its work. */
const deadWrites = async (folder: string, { processes, now }: LeftoverFacts): Promise<string[]> => {
  const dead: string[] = [];
  for (const name of await namesIn(folder)) {
    if (!/\.tmp(?:-[0-9a-f]+)?$/.test(name)) continue;
    const path = join(folder, name);
    const pid = writerOf(name);
    const isDead =
      pid === undefined
        ? now.getTime() - (await modifiedAt(path)) > writingMs
        : // A system that does not tell leaves it for another time.
          (await processes.startOf(pid).catch(() => 'unknown')) === undefined;
    if (isDead) dead.push(path);
  }
  return dead;
};

const modifiedAt = async (path: string): Promise<number> => {
  const found = await stat(path).catch(() => undefined);
  return found?.mtimeMs ?? Number.POSITIVE_INFINITY;
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw diskError(error);
  }
};

const onDisk = async (work: Promise<void>): Promise<void> => {
  await work.catch((error: unknown) => {
    throw diskError(error);
  });
};
