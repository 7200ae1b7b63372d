import type { FolderListing } from '../ports/destination.ts';
import type { AppError } from '../errors/app-error.ts';
import type { Manifest, RemoteFile, StoredBackup } from './manifest.ts';
import { archiveOfManifest, manifestNameOf, parseArchiveName } from './names.ts';

/** One instance's folder, sorted by what each file means. */
export interface CloudView {
  readonly folder: string;
  readonly complete: boolean;
  readonly why: AppError | undefined;
  /** Archive and manifest agree, and the manifest is this instance's. */
  readonly stored: readonly StoredBackup[];
  /** The listed size is not the manifest's: never counted, never touched. */
  readonly damaged: readonly StoredBackup[];
  /** Our kind of name without a manifest: an upload that was never confirmed. */
  readonly unconfirmed: readonly RemoteFile[];
  /** Archives beside a manifest that cannot be read: not counted, and not to be vouched for anew. */
  readonly unreadable: readonly RemoteFile[];
  /** Names of archives whose manifest belongs to another instance or another name: nothing is known of them here. */
  readonly strange: readonly string[];
  /** A manifest whose archive is gone: the user removed the copy. */
  readonly tombstones: readonly StoredBackup[];
  /** Ids of backups whose manifest a newer program wrote: counted as stored, never pruned. */
  readonly storedByNewer: readonly string[];
  /** The same, but the archive is gone: the user removed the copy. */
  readonly removedByNewer: readonly string[];
  readonly clockSkewMs: number | undefined;
  /** The folder says whose it is. */
  readonly marked: boolean;
}

export const viewFolder = (listing: FolderListing, instanceId: string): CloudView => {
  const sizes = new Map(listing.files.items.map((file) => [file.name, file.size]));
  const readable = [...listing.manifests]
    .map(([manifestName, manifest]) => ({ manifestName, manifest }))
    .filter((entry): entry is { manifestName: string; manifest: Manifest } => isOurs(entry, instanceId));
  const withSize = readable.map((entry) => ({ ...entry, listed: sizes.get(entry.manifest.archive) }));
  const newer = [...listing.manifests].flatMap(([name, manifest]) => {
    const archive = archiveOfManifest(name) ?? '';
    const parsed = manifest === 'newer' ? parseArchiveName(archive) : undefined;
    return parsed ? [{ backupId: parsed.backupId, listed: sizes.has(archive) }] : [];
  });
  return {
    folder: listing.folder,
    complete: listing.files.complete,
    why: listing.files.complete ? undefined : listing.files.why,
    stored: withSize.filter((entry) => entry.listed === entry.manifest.size).map(asStored),
    damaged: withSize
      .filter((entry) => entry.listed !== undefined && entry.listed !== entry.manifest.size)
      .map(asStored),
    // Not listed is not gone, as long as not everything was listed.
    tombstones: listing.files.complete ? withSize.filter((entry) => entry.listed === undefined).map(asStored) : [],
    unconfirmed: listing.files.items.filter(
      (file) => parseArchiveName(file.name) && !listing.manifests.has(manifestNameOf(file.name)),
    ),
    strange: [...listing.manifests].flatMap(([manifestName, manifest]) =>
      typeof manifest === 'object' && !isOurs({ manifestName, manifest }, instanceId)
        ? [archiveOfManifest(manifestName) ?? '']
        : [],
    ),
    unreadable: listing.files.items.filter(
      (file) => parseArchiveName(file.name) && listing.manifests.get(manifestNameOf(file.name)) === 'unreadable',
    ),
    storedByNewer: newer.filter(({ listed }) => listed).map(({ backupId }) => backupId),
    removedByNewer: listing.files.complete ? newer.filter(({ listed }) => !listed).map(({ backupId }) => backupId) : [],
    clockSkewMs: listing.clockSkewMs,
    marked: listing.marker !== undefined,
  };
};

/** A manifest counts where its own name, the archive it names and the instance fit together. */
const isOurs = (
  { manifestName, manifest }: { manifestName: string; manifest: Manifest | 'unreadable' | 'newer' },
  instanceId: string,
): boolean =>
  typeof manifest === 'object' &&
  manifest.instanceId === instanceId &&
  archiveOfManifest(manifestName) === manifest.archive;

const asStored = ({ manifest, manifestName }: StoredBackup): StoredBackup => ({ manifest, manifestName });
