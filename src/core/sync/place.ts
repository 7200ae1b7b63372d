import { randomBytes } from 'node:crypto';
import { folderName, isFolderOf, markerName } from '../domain/names.ts';
import { AppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { Destination, FolderListing, FolderMarker } from '../ports/destination.ts';

/** What is known of an instance from earlier runs. */
export interface KnownInstance {
  readonly instanceId: string | null;
  readonly minted: boolean;
  readonly folder: string | null;
}

/** Which instance this is and which folder is its own. */
export interface Place {
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

/** Error: as `checkInstance`. */
export const resolveInstance = async (
  home: HomeDescription,
  known: KnownInstance,
  destination: () => Promise<Destination>,
  signal: AbortSignal,
): Promise<{ instanceId: string; minted: boolean }> => {
  checkInstance(home, known);
  const found = home.instance?.id;
  if (known.instanceId !== null) return { instanceId: known.instanceId, minted: known.minted };
  if (found !== undefined) return { instanceId: found, minted: false };
  return { instanceId: (await mintedBefore(home, await destination(), signal)) ?? mint(), minted: true };
};

const mint = (): string => randomBytes(16).toString('hex');

/** An id that this app minted for a Home Assistant of that name on an earlier computer: after a reinstall it goes on. */
const mintedBefore = async (
  home: HomeDescription,
  destination: Destination,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const prefix = folderName(home.name, '').replace(/\(\)$/, '');
  const ids = new Set<string>();
  for (const folder of (await destination.folders(signal)).filter((name) => name.startsWith(prefix))) {
    const { marker } = await destination.list(folder, signal);
    if (marker?.mintedBy && marker.instanceName === home.name) ids.add(marker.instanceId);
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
 * renamed it); error `icloud.folder-missing` when copies were known and none can be found.
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
  const listing = await destination.list(first, signal);
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
  if (knownCopies > 0) throw new AppError('icloud.folder-missing', { folder: first, knownCopies });
  return { folder: first, listing };
};

/** Writes whose folder it is before the first archive goes in; the only place where a minted id survives this computer. */
export const markFolder = async (
  place: Place,
  instanceName: string,
  computerId: string,
  destination: Destination,
  listing: { readonly marked: boolean },
  signal: AbortSignal,
): Promise<void> => {
  if (listing.marked) return;
  const marker: FolderMarker = {
    schema: 1,
    instanceId: place.instanceId,
    instanceName,
    mintedBy: place.minted ? computerId : null,
  };
  await destination.putText(`${JSON.stringify(marker, null, 2)}\n`, place.folder, markerName, signal);
};
