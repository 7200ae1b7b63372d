import { viewFolder, type CloudView } from '../domain/cloud-view.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { pinsAfter } from '../domain/pins.ts';
import { isStillPromised } from '../domain/rely-on.ts';
import { doubtsAfter, type Before, type Doubts } from '../domain/doubts.ts';
import type { Destination, FolderListing } from '../ports/destination.ts';
import type { Clock } from '../ports/clock.ts';
import type { Gates } from '../state/gates.ts';
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
 * Errors: those of a listing.
 */
export const seeFolder = async (
  listing: FolderListing,
  instanceId: string,
  destination: Destination,
  { gates, lastLook, clock, settings }: SeeingPorts,
  signal: AbortSignal,
): Promise<CloudView> => {
  const { doubts, pruning, spoilt, pins } = await gates.read();
  const seenBefore = { spoilt: new Set(Object.keys(spoilt)), pins };
  const { cloud: seen } = await lastLook.read();
  const known = seen?.folder === listing.folder ? seen.stored : [];
  const stored = known.filter(({ manifest }) => manifest.instanceId === instanceId);
  const now = clock.now();
  const promised = (copy: StoredBackup): boolean =>
    copy.pinnedAt !== undefined || isStillPromised(copy, settings.retention, now);
  const before: Before = { doubts, stored, pruning, mine: ownership(settings), promised };
  let seenNow = listing;
  let view = viewFolder(listing, instanceId, seenBefore);
  if (hasNew(doubts, doubtsAfter(before, view, now))) {
    const again = await destination.list(listing.folder, signal);
    seenNow = merged(listing, again);
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
