import { viewFolder, type CloudView } from '../domain/cloud-view.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { pinsAfter } from '../domain/pins.ts';
import { isStillPromised } from '../domain/rely-on.ts';
import { doubtsAfter, type Before, type Doubts } from '../domain/doubts.ts';
import type { Destination, FolderListing } from '../ports/destination.ts';
import type { Clock } from '../ports/clock.ts';
import { goneLately, type Gates } from '../state/gates.ts';
import type { Cell } from '../state/json-file.ts';
import type { LastLook } from '../state/last-look.ts';
import { ownership } from './own-copies.ts';
import type { SyncSettings } from './sync-facts.ts';

export interface SeeingPorts {
  readonly gates: Cell<Gates>;
  readonly lastLook: Cell<LastLook>;
  readonly clock: Clock;
  readonly settings: Pick<SyncSettings, 'computerId' | 'adoptedComputers' | 'retention'>;
}

/**
 * What a listing of the instance's folder shows. Where something that was stored seems to have disappeared, the folder is
 * listed once more, and what either of the two shows is there; what neither shows is counted as a doubt (domain/doubts.ts).
 * What this computer deleted lately is gone, though a late listing shows it.
 * Errors: those of a listing.
 */
export const seeFolder = async (
  listing: FolderListing,
  instanceId: string,
  destination: Destination,
  { gates, lastLook, clock, settings }: SeeingPorts,
  signal: AbortSignal,
): Promise<CloudView> => {
  const known = await gates.read();
  const { doubts, pruning, spoilt, pins } = known;
  const seenBefore = { spoilt: new Set(Object.keys(spoilt)), pins };
  const { cloud: seen } = await lastLook.read();
  const storedBefore = seen?.folder === listing.folder ? seen.stored : [];
  const stored = storedBefore.filter(({ manifest }) => manifest.instanceId === instanceId);
  const now = clock.now();
  const gone = goneLately(known, now);
  const promised = (copy: StoredBackup): boolean =>
    copy.pinnedAt !== undefined || isStillPromised(copy, settings.retention, now);
  const before: Before = { doubts, stored, pruning, mine: ownership(settings), promised };
  let seenNow = without(gone, listing);
  let view = viewFolder(seenNow, instanceId, seenBefore);
  if (hasNew(doubts, doubtsAfter(before, view, now))) {
    const again = await destination.list(listing.folder, signal);
    seenNow = without(gone, merged(listing, again));
    view = viewFolder(seenNow, instanceId, seenBefore);
  }
  const after = doubtsAfter(before, view, now);
  if (JSON.stringify(after) !== JSON.stringify(doubts)) {
    await gates.update((current) => ({ ...current, doubts: withAnswers(after, current.doubts) }));
  }
  const pinned = pinsAfter(pins, seenNow.files.items);
  if (JSON.stringify(pinned) !== JSON.stringify(pins))
    await gates.update((current) => ({ ...current, pins: pinsAfter(current.pins, seenNow.files.items) }));
  return view;
};

const hasNew = (before: Doubts, after: Doubts): boolean =>
  Object.entries(after).some(([archive, { kind }]) => before[archive]?.kind !== kind);

/** The user may have answered one in the meantime. */
const withAnswers = (after: Doubts, current: Doubts): Gates['doubts'] =>
  Object.fromEntries(
    Object.entries(after).map(([archive, doubt]) => [
      archive,
      { ...doubt, ...(current[archive]?.answered ? { answered: true as const } : {}) },
    ]),
  );

const without = (gone: ReadonlySet<string>, listing: FolderListing): FolderListing => {
  if (gone.size === 0) return listing;
  const { files, manifests } = listing;
  return {
    ...listing,
    files: { ...files, items: files.items.filter(({ name }) => !gone.has(name)) },
    manifests: new Map([...manifests].filter(([name]) => !gone.has(name))),
  };
};

/** Two listings of one folder, the later one second. */
const merged = (first: FolderListing, second: FolderListing): FolderListing => {
  if (!second.files.complete) return second;
  const files = new Map([...first.files.items, ...second.files.items].map((file) => [file.name, file]));
  const manifests = new Map(second.manifests);
  for (const [name, manifest] of first.manifests) {
    const later = manifests.get(name);
    if (typeof later !== 'object' && (later === undefined || typeof manifest === 'object'))
      manifests.set(name, manifest);
  }
  return {
    ...second,
    files: { items: [...files.values()], complete: true },
    manifests,
    marker: second.marker ?? first.marker,
  };
};
