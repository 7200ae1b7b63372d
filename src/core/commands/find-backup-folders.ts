import { aProblem } from '../../shared/problems/a-problem.ts';
import { sparesOthers } from '../../shared/problems/rules.ts';
import type { Problem } from '../../shared/run-report.ts';
import { holdsBackups, isInstanceFolderName } from '../domain/names.ts';
import { isSuch, toAppError } from '../errors/app-error.ts';
import type { Destination } from '../ports/destination.ts';

/** Folders that are listed in one search, at most: each costs a few requests at Apple's, and a second or two. */
export const searchLimit = 40;
/** Base folders are looked for this deep; what is in them is one level below. */
const baseDepth = 2;

export interface FolderSearch {
  /** Folders of instances with backups of ours, as paths from the drive's root. */
  readonly found: readonly string[];
  /** Folders that were listed, in that order; the drive's root is ''. */
  readonly looked: readonly string[];
  /** One for each folder that could not be listed. */
  readonly problems: readonly Problem[];
  /** Folders that were seen and not listed, for there were too many. */
  readonly left: number;
}

/** How far a search is. */
export interface SearchProgress {
  /** Folders that were listed. */
  readonly looked: number;
  /** Those, and all others that are known by now: more may be found. */
  readonly known: number;
  /** The one that is being listed; '' is the drive's root. */
  readonly folder: string;
}

export interface SearchOptions {
  /** Told before each folder. */
  readonly onFolder?: (progress: SearchProgress) => void;
  /** Folders that were listed before, and need not be again. */
  readonly known?: readonly string[];
  readonly limit?: number;
}

interface Candidate {
  readonly path: string;
  /** Of the drive's root: 0. */
  readonly depth: number;
}

/**
 * Looks for backups of ours where nobody said where they are: by the files in the folders of the drive's top two levels, and in
 * those below them that are named like ours. The likeliest folders come first. A folder that cannot be listed costs itself
 * alone. Errors: what would meet every folder, `icloud.trust-expired` or `cloud.throttled` for example.
 */
export const findBackupFolders = async (
  drive: Pick<Destination, 'browse'>,
  { onFolder, known = [], limit = searchLimit }: SearchOptions,
  signal: AbortSignal,
): Promise<FolderSearch> => {
  const waiting: Candidate[] = [{ path: '', depth: 0 }];
  const found: string[] = [];
  const looked: string[] = [];
  const problems: Problem[] = [];
  while (looked.length + problems.length < limit) {
    const next = takeLikeliest(waiting);
    if (next === undefined) break;
    onFolder?.({ looked: looked.length, known: looked.length + 1 + waiting.length, folder: next.path });
    const content = await browseAlone(drive, next.path, problems, signal);
    if (content === undefined) continue;
    looked.push(next.path);
    if (holdsBackups(content.files.map(({ name }) => name))) found.push(next.path);
    waiting.push(...below(next, content.folders).filter(({ path }) => !known.includes(path)));
  }
  return { found: found.toSorted(), looked, problems, left: waiting.length };
};

type Content = Awaited<ReturnType<Destination['browse']>>;

const browseAlone = async (
  drive: Pick<Destination, 'browse'>,
  path: string,
  problems: Problem[],
  signal: AbortSignal,
): Promise<Content> => {
  try {
    return await drive.browse(path, signal);
  } catch (error) {
    // Nothing can be said of a drive whose root cannot be listed.
    if (path === '') throw error;
    problems.push(await costOfFolder(drive, path, error, signal));
    return undefined;
  }
};

/** A folder that failed costs itself alone, and is named. Throws what every other folder would meet as well. */
export const costOfFolder = async (
  drive: Pick<Destination, 'browse'>,
  folder: string,
  error: unknown,
  signal: AbortSignal,
): Promise<Problem> => {
  if (!isSuch(error, sparesOthers)) throw error;
  const { code } = toAppError(error);
  // Whether it was the folder or the line, only the line can tell.
  if (code === 'cloud.offline') await drive.browse('', signal);
  return aProblem('cloud.folder-unread', { folder, why: code });
};

const below = ({ path, depth }: Candidate, folders: readonly string[]): Candidate[] =>
  folders
    .filter((name) => !name.startsWith('.') && (depth < baseDepth || isInstanceFolderName(name)))
    .filter(() => depth <= baseDepth)
    .map((name) => ({ path: path === '' ? name : `${path}/${name}`, depth: depth + 1 }));

const takeLikeliest = (waiting: Candidate[]): Candidate | undefined => {
  const [best] = [...waiting].sort(
    (a, b) => rank(a) - rank(b) || a.depth - b.depth || a.path.localeCompare(b.path, 'en'),
  );
  if (best) waiting.splice(waiting.indexOf(best), 1);
  return best;
};

/** Names that people give to such a folder, in the languages that Home Assistant is used in most. */
const likely =
  /home|haus|maison|casa|huis|hass|smart|backup|back-up|sicherung|sauvegarde|copia|kopie|assistant|\bha\b/i;

const rank = ({ path }: Candidate): number => {
  const name = path.split('/').at(-1) ?? '';
  if (isInstanceFolderName(name)) return 0;
  return likely.test(name) ? 1 : 2;
};
