import type { ErrorCode } from '../../shared/error-codes.ts';
import { isOpen, isRemoval } from '../domain/doubts.ts';
import type { Manifest, RemoteFile, StoredBackup } from '../domain/manifest.ts';
import { archiveOfTwin, idInName, parseArchiveName } from '../domain/names.ts';
import { dayMs } from '../domain/day.ts';
import { candidatesOf, hopeFor, judge, type RetentionVerdict } from '../domain/retention/judge.ts';
import { retain } from '../domain/retention/retain.ts';
import { isVerified } from '../domain/verification.ts';
import { isAhead, isPruneHeld, maxPauseMs, within } from '../state/gates.ts';
import { buildManifest } from './build-manifest.ts';
import { clocksDiffer, misdatedOf } from './clock-doubt.ts';
import { order, ownDuplicates } from './equal-copies.ts';
import { ownership, restOf } from './own-copies.ts';
import type { Pull, SyncFacts } from './sync-facts.ts';

export interface PrunePlan {
  /** Retention's verdict on every copy, also where deleting is held back. Newest first. */
  readonly verdicts: readonly RetentionVerdict[];
  /** Copies to move to the trash, oldest first. */
  readonly remove: readonly StoredBackup[];
  /** Expired, but over the limit for one day. */
  readonly later: readonly StoredBackup[];
  /** Why nothing is deleted at all, where that is so. */
  readonly held: ErrorCode | undefined;
  /** Own second copies of a backup whose equal copy stays. */
  readonly duplicates: readonly StoredBackup[];
  /** Own uploads that were never confirmed, of backups that a confirmed copy exists of, and own manifests that are there twice. */
  readonly leftovers: readonly RemoteFile[];
  /** Own unconfirmed uploads of backups that exist nowhere else any more. */
  readonly adopt: readonly RemoteFile[];
  /** Own tombstones that nobody needs any more. */
  readonly tombstones: readonly StoredBackup[];
}

/** First digits of a computer's id as they stand in file names. */
export const computerTag = (computerId: string): string => computerId.slice(0, 6);

/**
 * `pulls` are taken as done: the plan shows what the whole run would delete, and the runner plans again after them. All that
 * goes shares one limit per day: first what stands twice or was never confirmed, then what is too old.
 */
export const planPrune = (facts: SyncFacts, pulls: readonly Pull[]): PrunePlan => {
  const { cloud, settings, now } = facts;
  const mine = ownership(settings);
  const after = [...cloud.stored, ...pulls.map((pull) => expectedCopy(pull, facts))];
  const verdicts = judge(after, settings.retention, mine, now);
  const held = heldBy(facts, verdicts);
  if (held) return { verdicts, held, ...nothing };
  const expired = new Set(verdicts.filter((verdict) => verdict.expires).map((verdict) => verdict.stored));
  const second = ownDuplicates(facts, expired);
  // What the user just asked for is not what the same run deletes.
  const due = [...expired]
    .filter((copy) => !second.includes(copy) && !facts.asked.has(copy.manifest.backupId))
    .reverse();
  const tidied = tidy(facts, pulls);
  const allowance = new Allowance(allowedToday(facts, verdicts));
  return {
    verdicts,
    held,
    // Sorted: what the limit lets through today must not depend on the order of a listing.
    duplicates: allowance.take(sortedBy(second, ({ manifest }) => manifest.archive)),
    leftovers: allowance.take(sortedBy(tidied.leftovers, ({ name }) => name)),
    // Half of it went, and was counted, before.
    tombstones: [...tidied.begun, ...allowance.take(sortedBy(tidied.removed, ({ manifestName }) => manifestName))],
    adopt: tidied.adopt,
    ...allowance.split(due),
  };
};

const nothing = { remove: [], later: [], duplicates: [], leftovers: [], adopt: [], tombstones: [] } as const;

/** No more in a day than were confirmed in it, and one. */
const allowedToday = ({ gates, now, settings, unlimited }: SyncFacts, verdicts: readonly RetentionVerdict[]): Limit => {
  const mine = ownership(settings);
  const lately = now.getTime() - dayMs;
  const confirmed = verdicts.filter((copy) => copy.confirmed > lately && mine(copy.stored.manifest.computerId)).length;
  const unattended = Math.max(confirmed + 1 - within(gates.pruned, dayMs, now).length, 0);
  return { unattended, tidying: unlimited ? Number.POSITIVE_INFINITY : unattended };
};

interface Limit {
  /** Copies that may go without the user. */
  readonly unattended: number;
  /** The same for what is no copy to count on. */
  readonly tidying: number;
}

/** What may still be deleted, handed out piece by piece. */
class Allowance {
  #left: Limit;

  constructor(limit: Limit) {
    this.#left = limit;
  }

  take<T>(wanted: readonly T[]): readonly T[] {
    const taken = wanted.slice(0, this.#left.tidying);
    const { unattended, tidying } = this.#left;
    this.#left = { unattended: Math.max(unattended - taken.length, 0), tidying: tidying - taken.length };
    return taken;
  }

  split(due: readonly StoredBackup[]): Pick<PrunePlan, 'remove' | 'later'> {
    const { unattended } = this.#left;
    return { remove: due.slice(0, unattended), later: due.slice(unattended) };
  }
}

/** Deleting needs more proof than keeping: the first doubt wins. */
const heldBy = (facts: SyncFacts, verdicts: readonly RetentionVerdict[]): ErrorCode | undefined => {
  if (!facts.home.complete) return facts.home.why.code;
  if (!facts.cloud.complete) return facts.cloud.why?.code ?? 'cloud.failed';
  if (facts.cloud.unfetched.length > 0) return 'cloud.manifest-unfetched';
  if (facts.instanceAmbiguous) return 'ha.instance-ambiguous';
  if (clocksDiffer(facts)) return 'sync.clock-skew';
  if (misdatedOf(facts, verdicts)) return 'sync.misdated';
  if (isPruneHeld(facts.gates, facts.now)) return 'sync.prune-limit';
  return openDoubt(facts) ?? (hasShrunk(verdicts) ? 'archive.shrunk' : undefined);
};

/** Where copies have just disappeared, or cannot be read, nothing of ours goes besides. */
const openDoubt = (facts: SyncFacts): ErrorCode | undefined => {
  const { cloud, gates } = facts;
  const rest = restOf(facts);
  const open = Object.values(gates.doubts).filter((doubt) => isOpen(doubt, rest));
  const isNew = (archive: string): boolean => gates.doubts[archive] === undefined;
  const mine = ownership(facts.settings);
  const unnoticed = cloud.tombstones.some(
    ({ manifest, manifestName }) =>
      mine(manifest.computerId) && isNew(manifest.archive) && !gates.pruning.includes(manifestName),
  );
  if (unnoticed || open.some(({ kind }) => kind !== 'unreadable')) return 'cloud.copy-vanished';
  const unread = cloud.unreadable.some(({ name }) => parseArchiveName(name) !== undefined && isNew(name));
  return unread || open.length > 0 ? 'cloud.copy-damaged' : undefined;
};

/** Less than half of the one before, of the same kind: what supervisor#7238 made of good backups. */
const hasShrunk = (newestFirst: readonly RetentionVerdict[]): boolean => {
  const seen = new Set<string>();
  let newest: Manifest | undefined;
  for (const { stored } of newestFirst) {
    const { manifest } = stored;
    if (!isVerified(stored) || manifest.size === unknownSize || seen.has(manifest.backupId)) continue;
    seen.add(manifest.backupId);
    newest ??= manifest;
    if (manifest !== newest && manifest.kind === newest.kind) return newest.size * 2 < manifest.size;
  }
  return false;
};

const sortedBy = <T>(items: readonly T[], name: (item: T) => string): T[] =>
  [...items].sort((a, b) => order(name(a), name(b)));

interface Tidied {
  readonly leftovers: readonly RemoteFile[];
  readonly adopt: readonly RemoteFile[];
  /** Tombstones that our own interrupted deletion left. */
  readonly begun: readonly StoredBackup[];
  /** Those of archives that the user removed, and that have nothing to say any more. */
  readonly removed: readonly StoredBackup[];
}

const tidy = (facts: SyncFacts, pulls: readonly Pull[]): Tidied => {
  const { cloud, home, settings, gates } = facts;
  const tag = computerTag(settings.computerId);
  const own = cloud.unconfirmed.filter((file) => parseArchiveName(file.name)?.computer === tag);
  const twins = cloud.twins.filter(({ name }) => parseArchiveName(archiveOfTwin(name) ?? '')?.computer === tag);
  if (own.length === 0 && twins.length === 0 && cloud.tombstones.length === 0)
    return { leftovers: [], adopt: [], begun: [], removed: [] };
  const idOf = (file: RemoteFile): string => parseArchiveName(file.name)?.backupId ?? '';
  const stored = [...cloud.stored.map(({ manifest }) => manifest.backupId), ...pulls.map((pull) => pull.backup.id)];
  const confirmed = new Set(stored.map(idInName));
  const listed = new Set(home.items.map((backup) => idInName(backup.id)));
  const mine = cloud.tombstones.filter(({ manifest }) => manifest.computerId === settings.computerId);
  const begun = mine.filter(({ manifestName }) => gates.pruning.includes(manifestName));
  const rest = restOf(facts);
  const unwanted = unwantedIds(facts);
  return {
    leftovers: [...own.filter((file) => confirmed.has(idOf(file)) || unwanted.has(idOf(file))), ...twins],
    adopt: own.filter((file) => !confirmed.has(idOf(file)) && !listed.has(idOf(file)) && mayAdopt(file, facts)),
    begun,
    // As long as Home Assistant lists the backup, it keeps it from being uploaded again.
    removed: mine.filter(({ manifest, manifestName }) => {
      const doubt = gates.doubts[manifest.archive];
      const id = idInName(manifest.backupId);
      const isTold = doubt !== undefined && (isRemoval(doubt, rest) || rest.stored.has(id));
      return isTold && !gates.pruning.includes(manifestName) && (!listed.has(id) || confirmed.has(id));
    }),
  };
};

/** What Home Assistant lists, and retention would delete at once if it were stored: nobody will finish such an upload. */
const unwantedIds = ({ home, cloud, settings, now, asked }: SyncFacts): Set<string> => {
  const mine = ownership(settings);
  const own = candidatesOf(cloud.stored.filter((copy) => mine(copy.manifest.computerId)));
  const keptFor = retain(settings.retention, now, own);
  return new Set(
    home.items
      .filter((backup) => !asked.has(backup.id) && keptFor(hopeFor(backup, Date.parse(backup.date))) === undefined)
      .map(({ id }) => idInName(id)),
  );
};

/** Attempts at an unconfirmed upload, after which it is left where it is. */
const maxAdoptions = 4;

const mayAdopt = ({ name, size }: RemoteFile, { gates, now }: SyncFacts): boolean => {
  const { failures = 0, notBefore } = gates.adoptions[name] ?? {};
  return gates.damagedUploads[name] !== size && failures < maxAdoptions && !isAhead(notBefore, maxPauseMs, now);
};

/** Stands for the size of a pull that Home Assistant does not tell. */
const unknownSize = Number.MAX_SAFE_INTEGER;

/** How a pull will look once it is stored, for planning only. */
const expectedCopy = ({ backup, copy }: Pull, { settings, now }: SyncFacts): StoredBackup => {
  const { computerId, retention } = settings;
  const nobody = { instanceId: '', instanceName: '', computerName: '', appVersion: '', computerId, retention };
  const archive = {
    archive: '',
    size: copy.size ?? unknownSize,
    sha256: '',
    defects: [],
    protected: copy.protected,
  };
  return { manifestName: '', manifest: buildManifest(backup, archive, nobody, now) };
};
