import type { CloudView } from './cloud-view.ts';
import type { StoredBackup } from './manifest.ts';
import { archiveOfManifest, idInName, parseArchiveName } from './names.ts';
import type { DoubtKind } from '../../shared/vocabulary.ts';

export type { DoubtKind } from '../../shared/vocabulary.ts';

/** One archive in doubt. Times are ISO 8601. */
export interface Doubt {
  readonly kind: DoubtKind;
  /** As it stands in names (`idInName`). */
  readonly backupId: string;
  /** Stored by this computer, or by one in its care. */
  readonly own: boolean;
  readonly since: string;
  /** The last sighting that counted. */
  readonly seen: string;
  /** Listings that showed it so, at least `sightingGapMs` apart. */
  readonly sightings: number;
  /** The user said that they removed it. */
  readonly answered?: true | undefined;
}

/** By the archive's name. */
export type Doubts = Readonly<Record<string, Doubt>>;

/** Two listings closer together than this may have been wrong for the same reason: they count as one. */
const sightingGapMs = 20 * 3_600_000;
/** What was seen so on that many days is so. */
export const settledSightings = 4;
/** What keeping costs little for (an upload, say) need not wait for that long. */
export const repeatedSightings = 2;

/** What a listing is compared with. */
export interface Before {
  readonly doubts: Doubts;
  /** Copies that the last complete listing confirmed. */
  readonly stored: readonly StoredBackup[];
  /** Names of manifests whose archives this computer is deleting itself. */
  readonly pruning: readonly string[];
  /** Whether a computer's copies are this one's to delete. */
  readonly mine: (computerId: string) => boolean;
  /** Whether another computer's copy counts here, because its manifest promises to keep it until some later moment. */
  readonly promised: (copy: StoredBackup) => boolean;
}

/**
 * The doubts after a listing. One that is incomplete says nothing; an archive that is back in its place is in doubt no more.
 * Pure: the same listing twice within `sightingGapMs` changes nothing the second time.
 */
export const doubtsAfter = (before: Before, cloud: CloudView, now: Date): Doubts => {
  if (!cloud.complete) return before.doubts;
  const found = new Map<string, Pick<Doubt, 'kind' | 'backupId' | 'own'>>();
  for (const [archive, doubt] of justAnswered(before, now)) found.set(archive, doubt);
  for (const [archive, doubt] of stillAbsent(before, cloud)) found.set(archive, doubt);
  for (const [archive, doubt] of brokenPromises(before, cloud)) found.set(archive, doubt);
  for (const { name, backupId, own } of vanished(before, cloud)) found.set(name, { kind: 'vanished', backupId, own });
  for (const { name } of cloud.unreadable) {
    const parsed = parseArchiveName(name);
    if (parsed) found.set(name, { kind: 'unreadable', backupId: parsed.backupId, own: true });
  }
  return Object.fromEntries(
    [...found].map(([archive, doubt]) => [archive, sighted(before.doubts[archive], doubt, now)] as const),
  );
};

/** A deletion may show in the listings only some time after it was done. */
const justAnswered = ({ doubts }: Before, now: Date): (readonly [string, Doubt])[] =>
  Object.entries(doubts).filter(
    ([, { answered, seen }]) => answered === true && Math.abs(now.getTime() - Date.parse(seen)) < sightingGapMs,
  );

const vanished = (
  { pruning, mine }: Before,
  { tombstones, removedByNewer }: CloudView,
): { readonly name: string; readonly backupId: string; readonly own: boolean }[] => [
  ...tombstones
    // The other half of a deletion of ours that broke off is no riddle.
    .filter(({ manifestName }) => !pruning.includes(manifestName))
    .map(({ manifest: { archive, backupId, computerId } }) => ({
      name: archive,
      backupId: idInName(backupId),
      own: mine(computerId),
    })),
  ...removedByNewer.map(({ archive, backupId }) => ({ name: archive, backupId, own: false })),
];

/** Own copies of which a listing that should show them shows nothing. Another computer may delete its own as it likes. */
const stillAbsent = (
  { doubts, stored, pruning, mine }: Before,
  cloud: CloudView,
): (readonly [string, Pick<Doubt, 'kind' | 'backupId' | 'own'>])[] => {
  const listed = namesIn(cloud);
  const known = stored
    .filter(({ manifest, manifestName }) => mine(manifest.computerId) && !pruning.includes(manifestName))
    .map(({ manifest }) => [manifest.archive, idInName(manifest.backupId)] as const);
  const doubted = Object.entries(doubts)
    .filter(([, doubt]) => doubt.own && doubt.kind !== 'unreadable' && !isSettledAbsence(doubt))
    .map(([archive, { backupId }]) => [archive, backupId] as const);
  return [...known, ...doubted]
    .filter(([archive]) => !listed.has(archive))
    .map(([archive, backupId]) => [archive, { kind: 'absent', backupId, own: true }] as const);
};

/** Nothing is left of it to wait for: what Home Assistant still has was uploaded again long ago. */
const isSettledAbsence = ({ kind, sightings, answered }: Doubt): boolean =>
  kind === 'absent' && !answered && sightings >= settledSightings;

/** Another computer may delete its own as it likes, but what it promised was counted on here: that is told, for some days. */
const brokenPromises = (
  { doubts, stored, mine, promised }: Before,
  cloud: CloudView,
): (readonly [string, Pick<Doubt, 'kind' | 'backupId' | 'own'>])[] => {
  const listed = namesIn(cloud);
  const known = stored
    .filter((copy) => !mine(copy.manifest.computerId) && promised(copy))
    .map(({ manifest }) => [manifest.archive, idInName(manifest.backupId)] as const);
  const doubted = Object.entries(doubts)
    .filter(([, doubt]) => !doubt.own && doubt.kind === 'absent' && !isSettledAbsence(doubt))
    .map(([archive, { backupId }]) => [archive, backupId] as const);
  return [...known, ...doubted]
    .filter(([archive]) => !listed.has(archive))
    .map(([archive, backupId]) => [archive, { kind: 'absent', backupId, own: false }] as const);
};

const namesIn = (cloud: CloudView): Set<string> =>
  new Set([
    ...[...cloud.stored, ...cloud.damaged, ...cloud.tombstones].map(({ manifest }) => manifest.archive),
    ...[...cloud.unconfirmed, ...cloud.unreadable].map(({ name }) => name),
    ...cloud.removedByNewer.map(({ archive }) => archive),
    ...cloud.strange,
    ...cloud.unfetched.map((name) => archiveOfManifest(name) ?? name),
  ]);

/** The user's word for an archive that they delete, or that they say they deleted. */
export const removedByUser = ({ backupId }: { readonly backupId: string }, now: Date): Doubt => {
  const at = now.toISOString();
  return {
    kind: 'vanished',
    backupId: idInName(backupId),
    own: true,
    since: at,
    seen: at,
    sightings: 1,
    answered: true,
  };
};

const sighted = (before: Doubt | undefined, found: Pick<Doubt, 'kind' | 'backupId' | 'own'>, now: Date): Doubt => {
  const at = now.toISOString();
  const answer = before?.answered ? { answered: true as const } : {};
  // The manifest is gone as well: the archive was missing all the time, and one listing more has to say so.
  if (before?.kind === 'vanished' && found.kind === 'absent') {
    const sightings = Math.min(before.sightings, settledSightings - 1);
    return { ...found, since: before.since, seen: at, sightings, ...answer };
  }
  // Another kind of trouble with the same archive starts a count of its own; the user's word holds for its archive.
  if (before?.kind !== found.kind) return { ...found, since: at, seen: at, sightings: 1, ...answer };
  const gap = now.getTime() - Date.parse(before.seen);
  // A clock that was set back begins a new gap, and takes nothing away.
  if (gap < 0) return { ...before, ...found, seen: at };
  return gap < sightingGapMs
    ? { ...before, ...found }
    : { ...before, ...found, seen: at, sightings: before.sightings + 1 };
};

/** How sure the rest of the cloud makes one of what a doubt means. */
export interface Rest {
  /** Own verified backups that are in their places, as their ids stand in names. */
  readonly stored: ReadonlySet<string>;
  /** The newest verified backups that are kept whatever happens. */
  readonly floor: number;
}

/**
 * Whether a vanished archive counts as removed by the user: they said so, or it was seen missing for days while enough
 * others stayed. Without enough others it stays a question.
 */
export const isRemoval = (doubt: Doubt, { stored, floor }: Rest): boolean =>
  doubt.answered === true ||
  (doubt.kind === 'vanished' && doubt.sightings >= settledSightings && stored.size >= Math.max(floor, 1));

/** Whether the doubt still holds back every deletion, and is told to the user. */
export const isOpen = (doubt: Doubt, rest: Rest): boolean => {
  // Another good copy of the same backup answers it as well.
  if (doubt.answered || rest.stored.has(doubt.backupId)) return false;
  // Another computer may be in the middle of deleting its own.
  if (!doubt.own) {
    const isSettled = doubt.kind === 'absent' ? doubt.sightings >= settledSightings : isRemoval(doubt, rest);
    return doubt.sightings >= repeatedSightings && !isSettled;
  }
  return doubt.kind === 'vanished' ? !isRemoval(doubt, rest) : doubt.sightings < settledSightings;
};
