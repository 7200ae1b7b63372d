import { randomBytes } from 'node:crypto';
import { aProblem } from '../../shared/problems/a-problem.ts';
import { endsRun } from '../../shared/problems/rules.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import { cutText } from '../domain/manifest-bounds.ts';
import type { RemoteFile } from '../domain/manifest.ts';
import { folderName, isFolderOf, markerName } from '../domain/names.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { Destination, FolderListing, FolderMarker } from '../ports/destination.ts';

/** What is known of an instance from earlier runs. */
export interface KnownInstance {
  readonly instanceId: string | null;
  readonly minted: boolean;
  readonly folder: string | null;
}

/** Which instance this is and which folder is its own. */
export interface InstanceFolder {
  readonly instanceId: string;
  /** The id is the app's own, for Home Assistant gave none. */
  readonly minted: boolean;
  readonly folder: string;
}

/**
 * Error: `ha.instance-changed` when Home Assistant now says it is another one than at set-up; a different house's backups
 * must not go into this one's folder, nor its list decide what is deleted there.
 */
export const checkInstance = (home: Pick<HomeDescription, 'instance'>, known: KnownInstance): void => {
  const found = home.instance?.id;
  if (known.instanceId === null || found === undefined || found === known.instanceId || known.minted) return;
  throw new AppError('ha.instance-changed', { known: known.instanceId.slice(0, 8), found: found.slice(0, 8) });
};

/** @param backupIds - what Home Assistant lists. Error: as `checkInstance`. */
export const resolveInstance = async (
  home: HomeDescription,
  backupIds: readonly string[],
  known: KnownInstance,
  destination: () => Promise<Destination>,
  signal: AbortSignal,
): Promise<{ instanceId: string; minted: boolean }> => {
  checkInstance(home, known);
  const found = home.instance?.id;
  if (known.instanceId !== null) return { instanceId: known.instanceId, minted: known.minted };
  if (found !== undefined) return { instanceId: found, minted: false };
  return { instanceId: (await mintedBefore(home, backupIds, await destination(), signal)) ?? mint(), minted: true };
};

const mint = (): string => randomBytes(16).toString('hex');

/**
 * An id that this app minted for this very Home Assistant on an earlier computer: after a reinstall it is used again. The name
 * alone says little, for many homes are called "Home": only a folder that holds a backup which Home Assistant lists is its.
 */
const mintedBefore = async (
  home: HomeDescription,
  backupIds: readonly string[],
  destination: Destination,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const listed = new Set(backupIds);
  const prefix = folderName(home.name, '').replace(/\(\)$/, '');
  const ids = new Set<string>();
  for (const folder of (await destination.folders(signal)).filter((name) => name.startsWith(prefix))) {
    const { marker, manifests } = await destination.list(folder, signal);
    const isItsOwn = [...manifests.values()].some(
      (manifest) =>
        typeof manifest === 'object' && manifest.instanceId === marker?.instanceId && listed.has(manifest.backupId),
    );
    if (marker?.mintedBy && isItsOwn) ids.add(marker.instanceId);
  }
  const [only] = ids;
  return ids.size === 1 ? only : undefined;
};

export interface FoundFolder {
  readonly folder: string;
  readonly listing: FolderListing & { readonly exists: boolean };
}

/**
 * The instance's folder as it is now. A recorded folder that is gone is looked for by the id in its name (the user may have
 * renamed it); error `cloud.folder-missing` when copies were known and none can be found.
 */
export const openFolder = async (
  home: { readonly name: string },
  instanceId: string,
  recorded: string | null,
  knownCopies: number,
  destination: Destination,
  signal: AbortSignal,
): Promise<FoundFolder> => {
  const first = recorded ?? folderName(home.name, instanceId);
  let listing = await destination.list(first, signal);
  // One listing that shows nothing where there was something is no reason to stop yet.
  if (knownCopies > 0 && listing.manifests.size === 0) listing = await destination.list(first, signal);
  if (listing.exists && (listing.manifests.size > 0 || knownCopies === 0)) return { folder: first, listing };
  if (!listing.exists) {
    const others = (await destination.folders(signal)).filter(
      (folder) => folder !== first && isFolderOf(folder, instanceId),
    );
    const found = await Promise.all(
      others.map(async (folder) => ({ folder, listing: await destination.list(folder, signal) })),
    );
    const best = found.find((one) => one.listing.manifests.size > 0) ?? (knownCopies === 0 ? found[0] : undefined);
    if (best) return best;
  }
  if (knownCopies > 0) throw new AppError('cloud.folder-missing', { folder: first, knownCopies });
  return { folder: first, listing };
};

/** What a folder's marker says. */
export interface Mark {
  readonly place: InstanceFolder;
  readonly instanceName: string;
  readonly computerId: string;
}

/**
 * Writes whose folder it is before the first archive goes in; the only place where a minted id survives this computer. No
 * backup waits for it: a marker that cannot be written is a warning, which is returned, and one that another computer
 * wrote at the same moment is as good. Error: what would end the run anyway.
 */
export const markFolder = async (
  { place, instanceName, computerId }: Mark,
  destination: Destination,
  { marked, stored }: Pick<CloudView, 'marked' | 'stored'>,
  signal: AbortSignal,
): Promise<Problem | undefined> => {
  const isMarked = (files: readonly RemoteFile[]): boolean => files.some(({ name }) => name === markerName);
  if (marked) return undefined;
  // Where backups lie, there was one: what a single listing left out would come to lie there twice.
  if (stored.length > 0 && isMarked(await destination.names(place.folder, signal))) return undefined;
  const marker: FolderMarker = {
    schema: 1,
    instanceId: place.instanceId,
    instanceName: cutText(instanceName),
    mintedBy: place.minted ? computerId : null,
  };
  try {
    await destination.putText(`${JSON.stringify(marker, null, 2)}\n`, place.folder, markerName, signal);
    return undefined;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (endsRun(error.code)) throw error;
    const { exists, files } = await destination.list(place.folder, signal);
    // A folder that was made and does not show yet: the next upload would make a second one.
    if (!exists && error.code === 'cloud.upload-unconfirmed') throw error;
    return isMarked(files.items) ? undefined : aProblem('cloud.marker-unwritten', { folder: place.folder });
  }
};
