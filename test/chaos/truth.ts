import type { DriveEntry } from '../simulators/apple/index.ts';
import type { Retention } from './story.ts';

/** A backup in Home Assistant, whatever the program knows of it. */
export interface HomeEntry {
  readonly id: string;
  /** When it was made, and since when it is listed: milliseconds since 1970. */
  readonly made: number;
  readonly sha256: string;
  readonly listed: boolean;
  /** Until then listings left it out. */
  readonly hiddenUntil: number;
}

/** A computer, as far as it decides what is kept. */
export interface Keeper {
  readonly id: string;
  readonly retention: Retention;
}

/** Everything as it really is, at one moment. Written from the README's promises, not from the program. */
export interface Truth {
  readonly now: number;
  readonly machines: readonly Keeper[];
  /** Also those that Home Assistant removed. */
  readonly home: readonly HomeEntry[];
  readonly drive: readonly DriveEntry[];
  /** Path of the home's folder in the drive. */
  readonly folder: string;
  /** By path: what the files beside the archives say. */
  readonly notes: ReadonlyMap<string, string>;
  /** Ids of what is not this program's to touch, with what they were. */
  readonly foreign: ReadonlyMap<string, string>;
  /** By archive: what the user deleted in iCloud, and when. */
  readonly removed: ReadonlyMap<string, { readonly id: string; readonly at: number }>;
}

/** An archive whose manifest names it, its size and its hash, of a backup with that very content. */
export interface Copy {
  readonly archive: string;
  readonly id: string;
  readonly made: number;
  readonly confirmed: number;
  /** Id of the computer that stored it. */
  readonly owner: string;
}

export const dayMs = 86_400_000;
/** Runs take time: who stands this close to the limit may be on either side. */
const nearMs = 30 * 60_000;
const noteEnding = '.manifest.json';

export const noteOf = (archive: string): string => archive.replace(/\.tar$/, noteEnding);

export const describeEntry = (entry: DriveEntry): string =>
  `${entry.path} ${entry.type} ${entry.size} ${entry.sha256.slice(0, 12)}${entry.inTrash ? ' (trash)' : ''}`;

export const alive = (truth: Truth): DriveEntry[] => truth.drive.filter((entry) => !entry.inTrash);

export const namesIn = (truth: Truth): Map<string, DriveEntry> => {
  const prefix = `${truth.folder}/`;
  const inside = alive(truth).filter(({ path, type }) => type === 'file' && path.startsWith(prefix));
  return new Map(inside.map((entry) => [entry.path.slice(prefix.length), entry]));
};

const parse = (text: string | undefined): Record<string, unknown> => {
  try {
    return Object(JSON.parse(text ?? '{}')) as Record<string, unknown>;
  } catch {
    return {};
  }
};

export const copiesOf = (truth: Truth): Copy[] => {
  const files = namesIn(truth);
  const contents = new Map(truth.home.map(({ id, sha256 }) => [id, sha256]));
  return [...files.keys()].flatMap((name) => {
    if (!name.endsWith(noteEnding)) return [];
    const note = parse(truth.notes.get(`${truth.folder}/${name}`));
    const archive = `${name.slice(0, -noteEnding.length)}.tar`;
    const file = files.get(archive);
    const id = String(note['backupId']);
    const fits = note['archive'] === archive && file?.size === note['size'] && file?.sha256 === note['sha256'];
    const isRight = (contents.get(id) ?? file?.sha256) === file?.sha256;
    if (!fits || !isRight) return [];
    const [made, confirmed] = [Date.parse(String(note['date'])), Date.parse(String(note['confirmedAt']))];
    return [{ archive, id, made, confirmed, owner: String(note['computerId']) }];
  });
};

export const newestIds = (
  known: readonly { readonly id: string; readonly made: number }[],
  count: number,
): Set<string> => {
  const sorted = [...known].sort((a, b) => b.made - a.made);
  return new Set([...new Set(sorted.map(({ id }) => id))].slice(0, count));
};

/** What Home Assistant lists and a computer's retention would keep: young enough, or among the newest ones that exist anywhere. */
export const wantedBy = ({ retention: { days, floor } }: Keeper, truth: Truth): HomeEntry[] => {
  const listed = truth.home.filter((entry) => entry.listed);
  const newest = newestIds([...listed, ...copiesOf(truth)], floor);
  const limit = truth.now - days * dayMs + nearMs;
  return listed.filter(({ id, made }) => made >= limit || newest.has(id));
};

export const wantedIn = (truth: Truth): HomeEntry[] => {
  const ids = new Set(truth.machines.flatMap((machine) => wantedBy(machine, truth).map(({ id }) => id)));
  return truth.home.filter(({ id }) => ids.has(id));
};

/** Whether one promises at least what the other does. */
export const keepsAsLong = (one: Retention, other: Retention): boolean =>
  one.days >= other.days && one.floor >= other.floor;
