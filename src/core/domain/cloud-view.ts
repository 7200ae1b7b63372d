import type { FolderListing } from '../ports/destination.ts';
import type { AppError } from '../errors/app-error.ts';
import type { Manifest, ManifestState, RemoteFile, StoredBackup } from './manifest.ts';
import { lastTests } from './copy-test.ts';
import { pinnedSince, type Pins } from './pins.ts';
import { archiveOfManifest, archiveOfTwin, manifestNameOf, markerName, parseArchiveName } from './names.ts';

/** What a newer program stored, as far as its name tells. */
export interface NewerArchive {
  readonly archive: string;
  /** As it stands in names. */
  readonly backupId: string;
}

/** One instance's folder, sorted by what each file means. */
export interface CloudView {
  readonly folder: string;
  readonly complete: boolean;
  readonly why: AppError | undefined;
  /** Archive and manifest agree, and the manifest is this instance's. */
  readonly stored: readonly StoredBackup[];
  /** The listed size is not the manifest's, or what came down was not what went up: never counted, never touched. */
  readonly damaged: readonly StoredBackup[];
  /** Our kind of name without a manifest: an upload that was never confirmed. */
  readonly unconfirmed: readonly RemoteFile[];
  /** Second manifests of archives whose manifest counts: what they say is said already. */
  readonly twins: readonly RemoteFile[];
  /** Archives beside a manifest that cannot be read: not counted, and not to be vouched for again. */
  readonly unreadable: readonly RemoteFile[];
  /** Names of archives whose manifest belongs to another instance or another name: nothing is known of them here. */
  readonly strange: readonly string[];
  /** A manifest whose archive is not listed: deleted by the user, or left out by a listing (domain/doubts.ts). */
  readonly tombstones: readonly StoredBackup[];
  /** Ids of backups whose manifest a newer program wrote: counted as stored, never pruned. */
  readonly storedByNewer: readonly string[];
  /** The same, but the archive is not listed. */
  readonly removedByNewer: readonly NewerArchive[];
  /** Names of manifests that could not be had this time. What they stand for is a doubt: neither stored nor missing. */
  readonly unfetched: readonly string[];
  readonly clockSkewMs: number | undefined;
  /** The folder says whose it is: its marker is listed, whatever is in it. */
  readonly marked: boolean;
  /** The marker is listed and cannot be read. */
  readonly markerUnread: boolean;
}

/** What this computer saw before, and a listing does not tell. */
export interface SeenBefore {
  /** Names of archives that came back from the cloud as something else than what was stored. */
  readonly spoilt: ReadonlySet<string>;
  readonly pins: Pins;
}

export const viewFolder = (
  listing: FolderListing,
  instanceId: string,
  { spoilt, pins }: SeenBefore = { spoilt: new Set(), pins: {} },
): CloudView => {
  const notes = notesIn(listing.files.items, pins);
  const asStored = ({ manifest, manifestName }: StoredBackup): StoredBackup => ({
    manifest,
    manifestName,
    ...notes(manifest.archive),
  });
  const sizes = new Map(listing.files.items.map((file) => [file.name, file.size]));
  const readable = [...listing.manifests]
    .map(([manifestName, manifest]) => ({ manifestName, manifest }))
    .filter((entry): entry is { manifestName: string; manifest: Manifest } => isOurs(entry, instanceId));
  const withSize = readable.map((entry) => ({ ...entry, listed: sizes.get(entry.manifest.archive) }));
  const newer = [...listing.manifests].flatMap(([name, manifest]) => {
    const archive = archiveOfManifest(name) ?? '';
    const parsed = manifest === 'newer' ? parseArchiveName(archive) : undefined;
    return parsed ? [{ archive, backupId: parsed.backupId, listed: sizes.has(archive) }] : [];
  });
  const isSound = ({ manifest, listed }: (typeof withSize)[number]): boolean =>
    listed === manifest.size && !spoilt.has(manifest.archive);
  const stored = withSize.filter(isSound).map(asStored);
  const archives = new Set(stored.map(({ manifest }) => manifest.archive));
  return {
    folder: listing.folder,
    complete: listing.files.complete,
    why: listing.files.complete ? undefined : listing.files.why,
    stored,
    damaged: withSize.filter((entry) => entry.listed !== undefined && !isSound(entry)).map(asStored),
    // Not listed is not gone, as long as not everything was listed.
    tombstones: listing.files.complete ? withSize.filter((entry) => entry.listed === undefined).map(asStored) : [],
    unconfirmed: listing.files.items.filter(
      (file) => parseArchiveName(file.name) && !listing.manifests.has(manifestNameOf(file.name)),
    ),
    twins: listing.files.items.filter(({ name }) => archives.has(archiveOfTwin(name) ?? '')),
    strange: [...listing.manifests].flatMap(([manifestName, manifest]) =>
      typeof manifest === 'object' && !isOurs({ manifestName, manifest }, instanceId)
        ? [archiveOfManifest(manifestName) ?? '']
        : [],
    ),
    unreadable: listing.files.items.filter(
      (file) => parseArchiveName(file.name) && listing.manifests.get(manifestNameOf(file.name)) === 'unreadable',
    ),
    storedByNewer: newer.filter(({ listed }) => listed).map(({ backupId }) => backupId),
    removedByNewer: listing.files.complete
      ? newer.filter(({ listed }) => !listed).map(({ archive, backupId }) => ({ archive, backupId }))
      : [],
    clockSkewMs: listing.clockSkewMs,
    unfetched: [...listing.manifests].flatMap(([name, manifest]) => (manifest === 'unfetched' ? [name] : [])),
    marked: isMarked(listing),
    markerUnread: isMarked(listing) && listing.marker === undefined,
  };
};

/** What notes in a folder say of each archive. */
export const notesIn = (
  files: readonly RemoteFile[],
  pins: Pins,
): ((archive: string) => Pick<StoredBackup, 'test' | 'pinnedAt'>) => {
  const lastTest = lastTests(files);
  const since = pinnedSince(files, pins);
  return (archive) => {
    const [test, pinnedAt] = [lastTest(archive), since(archive)];
    return { ...(test && { test }), ...(pinnedAt === undefined ? {} : { pinnedAt }) };
  };
};

const isMarked = ({ files }: FolderListing): boolean => files.items.some(({ name }) => name === markerName);

/** Ids, as they stand in names, of the backups that unfetched manifests are about. */
export const doubtfulIds = ({ unfetched }: Pick<CloudView, 'unfetched'>): Set<string> =>
  new Set(unfetched.flatMap((name) => parseArchiveName(archiveOfManifest(name) ?? '')?.backupId ?? []));

/** A manifest counts where its own name, the archive it names and the instance fit together. */
const isOurs = (
  { manifestName, manifest }: { manifestName: string; manifest: ManifestState },
  instanceId: string,
): boolean =>
  typeof manifest === 'object' &&
  manifest.instanceId === instanceId &&
  archiveOfManifest(manifestName) === manifest.archive;
