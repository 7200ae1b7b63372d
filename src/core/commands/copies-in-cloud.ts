import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { BackupSearch } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { notesIn } from '../domain/cloud-view.ts';
import { archiveOfManifest, holdsBackups, isInstanceFolderName } from '../domain/names.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { FolderListing } from '../ports/destination.ts';
import { costOfFolder, findBackupFolders, searchLimit, type SearchProgress } from './find-backup-folders.ts';

export type CopyNeeds = Needs<'drive' | 'settings'>;

/** Where copies are: a folder of the drive and the one in it that holds one instance's. */
interface Spot {
  readonly base: string;
  readonly folder: string;
}

export interface CloudCopy extends Spot {
  readonly copy: StoredBackup;
  /** A newer program stored it and said more of it than this one understands. */
  readonly byNewer: boolean;
}

/** A copy of which only the name and the size are known: its manifest is in a later program's words. */
export interface StrangeCopy extends Spot {
  readonly archive: string;
  readonly size: number;
}

export interface CloudSearchInput {
  /** The user's own word where to look: a base folder, or the folder of one instance. Nowhere else is looked then. */
  readonly baseFolder?: string;
  /** Looks through the drive even where the recorded base folder has copies. */
  readonly everywhere?: boolean;
  /** Told before each folder of a search. */
  readonly onFolder?: (progress: SearchProgress) => void;
}

export interface CloudCopies {
  readonly copies: readonly CloudCopy[];
  readonly strange: readonly StrangeCopy[];
  readonly search: BackupSearch;
  /** Folders that could not be read. */
  readonly problems: readonly Problem[];
  /** Why one of the folders in which copies should be could not be read: what is not found may be in there. */
  readonly failure: AppError | undefined;
}

/**
 * Every confirmed copy of any computer, a newer program's included; only those whose archive is there in its full size. In
 * the recorded base folder, and where that has none, wherever `findBackupFolders` finds some: on the day of the fire nobody
 * remembers a folder's name. The caller holds the run lock. Errors: `cloud.not-found` for a named folder that is not there.
 */
export const copiesInCloud = async (
  context: CopyNeeds,
  { baseFolder, everywhere = false, onFolder }: CloudSearchInput,
  signal: AbortSignal,
): Promise<CloudCopies> => {
  const named = baseFolder?.replace(/^\/+|\/+$/g, '');
  const base = named ?? context.settings.current.baseFolder;
  const reading = new Reading(context, signal);
  const isThere = await reading.base(base);
  if (named !== undefined && !isThere) throw new AppError('cloud.not-found', { folder: named });
  const isEnough = named !== undefined || (reading.hasCopies && !everywhere);
  if (isEnough) return reading.result({ looked: [base], left: reading.left });
  const drive = await context.drive('', 'at-once');
  const known = reading.looked;
  const found = await findBackupFolders(drive, { known, ...(onFolder ? { onFolder } : {}) }, signal);
  for (const path of found.found) await reading.spot(spotOf(path));
  return reading.result({
    looked: [...new Set([...(isThere ? [base] : []), ...found.looked])],
    left: found.left + reading.left,
    problems: found.problems,
  });
};

const spotOf = (path: string): Spot => {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? { base: '', folder: path } : { base: path.slice(0, cut), folder: path.slice(cut + 1) };
};

/** Manifests of a folder that could not be had, as one problem. */
export const unfetchedProblem = (folder: string, [name, ...more]: readonly string[]): Problem[] =>
  name === undefined ? [] : [aProblem('cloud.manifest-unfetched', { name, count: 1 + more.length, folder })];

/** Folders read one after another, and what they came to. */
class Reading {
  readonly #context: CopyNeeds;
  readonly #signal: AbortSignal;
  readonly #copies: CloudCopy[] = [];
  readonly #strange: StrangeCopy[] = [];
  readonly #problems: Problem[] = [];
  readonly #spots = new Set<string>();
  #failure: AppError | undefined;
  /** Paths of folders that were read, or tried. */
  readonly looked: string[] = [];
  /** Folders of the base folder that were too many to be read. */
  left = 0;

  constructor(context: CopyNeeds, signal: AbortSignal) {
    this.#context = context;
    this.#signal = signal;
  }

  get hasCopies(): boolean {
    return this.#copies.length > 0 || this.#strange.length > 0;
  }

  /** A base folder with all of its instances, or the folder of one instance itself. False: it does not exist. */
  async base(path: string): Promise<boolean> {
    const drive = await this.#context.drive('', 'at-once');
    const content = await drive.browse(path, this.#signal);
    if (content === undefined) return false;
    this.looked.push(path);
    if (path !== '' && holdsBackups(content.files.map(({ name }) => name))) await this.spot(spotOf(path));
    const ours = (folder: string): number => Number(isInstanceFolderName(folder));
    const folders = [...content.folders].sort((a, b) => ours(b) - ours(a));
    this.left = Math.max(folders.length - searchLimit, 0);
    for (const folder of folders.slice(0, searchLimit)) await this.spot({ base: path, folder });
    return true;
  }

  /** A folder that cannot be read costs itself alone. */
  async spot(spot: Spot): Promise<void> {
    const path = [spot.base, spot.folder].filter((part) => part !== '').join('/');
    if (this.#spots.has(path)) return;
    this.#spots.add(path);
    this.looked.push(path);
    const drive = await this.#context.drive(spot.base, 'at-once');
    try {
      this.#take(spot, await drive.list(spot.folder, this.#signal));
    } catch (error) {
      this.#problems.push(await costOfFolder(drive, path, error, this.#signal));
      this.#failure ??= toAppError(error);
    }
  }

  #take(spot: Spot, { files, manifests, newer }: FolderListing): void {
    const sizes = new Map(files.items.map((file) => [file.name, file.size]));
    const notes = notesIn(files.items, {});
    const unfetched = [...manifests].flatMap(([name, found]) => (found === 'unfetched' ? [name] : []));
    this.#noteUnfetched(spot.folder, unfetched);
    for (const [manifestName, found] of manifests) {
      const archive = archiveOfManifest(manifestName) ?? '';
      const size = sizes.get(archive);
      if (found === 'unreadable' || found === 'unfetched' || size === undefined) continue;
      const manifest = found === 'newer' ? newer?.get(manifestName) : found;
      if (manifest === undefined) this.#strange.push({ ...spot, archive, size });
      else if (manifest.archive === archive && manifest.size === size)
        this.#copies.push({
          ...spot,
          copy: { manifest, manifestName, ...notes(archive) },
          byNewer: found === 'newer',
        });
    }
  }

  #noteUnfetched(folder: string, names: readonly string[]): void {
    const [unread] = unfetchedProblem(folder, names);
    if (!unread) return;
    this.#problems.push(unread);
    // What is looked for may be the very one.
    this.#failure ??= new AppError(unread.code, unread.facts);
  }

  result(search: {
    readonly looked: readonly string[];
    readonly left: number;
    readonly problems?: readonly Problem[];
  }): CloudCopies {
    const bases = [...this.#copies, ...this.#strange].map(({ base }) => base);
    return {
      copies: this.#copies,
      strange: this.#strange,
      search: { looked: [...search.looked], left: search.left, found: [...new Set(bases)].sort() },
      problems: [...this.#problems, ...(search.problems ?? [])],
      failure: this.#failure,
    };
  }
}
