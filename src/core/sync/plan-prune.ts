import type { ErrorCode } from '../../shared/error-codes.ts';
import type { Manifest, RemoteFile, StoredBackup } from '../domain/manifest.ts';
import { idInName, parseArchiveName } from '../domain/names.ts';
import { canRelyOn } from '../domain/rely-on.ts';
import { dayMs, isVerified, judge, type RetentionVerdict } from '../domain/retention.ts';
import { isPruneHeld, within } from '../state/gates.ts';
import type { Pull, SyncFacts } from './plan-sync.ts';

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
  /** Own uploads that were never confirmed, of backups that a confirmed copy exists of. */
  readonly leftovers: readonly RemoteFile[];
  /** Own unconfirmed uploads of backups that exist nowhere else any more. */
  readonly adopt: readonly RemoteFile[];
  /** Own tombstones that nobody needs any more. */
  readonly tombstones: readonly StoredBackup[];
}

/** A clock further off than this makes every age a guess. */
export const maxSkewMs = 10 * 60_000;

/** First digits of a computer's id as they stand in file names. */
export const computerTag = (computerId: string): string => computerId.slice(0, 6);

/** `pulls` are taken as done: the plan shows what the whole run would delete, and the runner plans again after them. */
export const planPrune = (facts: SyncFacts, pulls: readonly Pull[]): PrunePlan => {
  const { cloud, settings, now, gates } = facts;
  const mine = (computerId: string): boolean =>
    computerId === settings.computerId || settings.adoptedComputers.includes(computerId);
  const after = [...cloud.stored, ...pulls.map((pull) => expectedCopy(pull, facts))];
  const verdicts = judge(after, settings.retention, mine, now);
  const held = heldBy(facts, verdicts);
  const expired = new Set(held ? [] : verdicts.filter((verdict) => verdict.expires).map((verdict) => verdict.stored));
  const duplicates = held ? [] : ownDuplicates(facts, expired);
  const second = new Set(duplicates);
  // What the user just asked for is not what the same run deletes.
  const due = [...expired].filter((copy) => !second.has(copy) && !facts.asked.has(copy.manifest.backupId)).reverse();
  const lately = now.getTime() - dayMs;
  const confirmed = verdicts.filter((copy) => copy.confirmed > lately && mine(copy.stored.manifest.computerId)).length;
  const allowed = Math.max(confirmed + 1 - within(gates.pruned, dayMs, now).length, 0);
  return {
    verdicts,
    remove: due.slice(0, allowed),
    later: due.slice(allowed),
    held,
    duplicates,
    ...(held ? { leftovers: [], adopt: [], tombstones: [] } : tidy(facts, pulls)),
  };
};

/** Deleting needs more proof than keeping: the first doubt wins. */
const heldBy = (facts: SyncFacts, verdicts: readonly RetentionVerdict[]): ErrorCode | undefined => {
  if (!facts.home.complete) return facts.home.why.code;
  if (!facts.cloud.complete) return facts.cloud.why?.code ?? 'icloud.failed';
  if (facts.instanceAmbiguous) return 'ha.instance-ambiguous';
  if (isSkewed(facts, verdicts)) return 'sync.clock-skew';
  if (isPruneHeld(facts.gates, facts.now)) return 'sync.prune-limit';
  return hasShrunk(verdicts) ? 'archive.shrunk' : undefined;
};

const isSkewed = ({ homeSkewMs, cloud, home, now }: SyncFacts, verdicts: readonly RetentionVerdict[]): boolean => {
  const skews = [homeSkewMs ?? 0, cloud.clockSkewMs ?? 0];
  const latest = now.getTime() + maxSkewMs;
  // `not <=`: a date that does not parse is as bad as one in the future.
  const isOff = (moment: number): boolean => !(moment <= latest);
  return (
    skews.some((skew) => Math.abs(skew) > maxSkewMs) ||
    verdicts.some(({ made, confirmed }) => isOff(made) || isOff(confirmed)) ||
    home.items.some((backup) => isOff(Date.parse(backup.date)))
  );
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

/**
 * Two computers may store the same backup at the same moment. Both see both manifests and must choose the same survivor:
 * a verified one, then the one confirmed first, then the smaller computer id, then the smaller name. Only the loser's
 * owner acts, and only while the survivor itself is not about to expire, neither by these settings nor by its owner's.
 */
const ownDuplicates = (
  { cloud: { stored }, settings: { computerId }, now }: SyncFacts,
  expired: ReadonlySet<StoredBackup>,
): StoredBackup[] => {
  const staysWithOthers = canRelyOn(stored, now);
  const groups = new Map<string, StoredBackup[]>();
  for (const copy of withEqualIds(stored)) {
    const { backupId, size, sha256 } = copy.manifest;
    const key = `${backupId} ${size} ${sha256}`;
    const equal = groups.get(key);
    if (equal) equal.push(copy);
    else groups.set(key, [copy]);
  }
  return [...groups.values()].flatMap((equal) => {
    if (equal.length < 2) return [];
    // A copy that expires by itself is no survivor to rely on, and needs no help to go.
    const [survivor, ...others] = equal.filter((copy) => !expired.has(copy)).sort(survivorFirst);
    if (!survivor) return [];
    const isOwn = survivor.manifest.computerId === computerId;
    if (!isOwn && !staysWithOthers(survivor)) return [];
    return others.filter((copy) => copy.manifest.computerId === computerId);
  });
};

/** Nearly all backups are stored once; only the others are worth a closer look. */
const withEqualIds = (stored: readonly StoredBackup[]): StoredBackup[] => {
  const once = new Set<string>();
  const again = new Set<string>();
  for (const { manifest } of stored) (once.has(manifest.backupId) ? again : once).add(manifest.backupId);
  return again.size === 0 ? [] : stored.filter(({ manifest }) => again.has(manifest.backupId));
};

const survivorFirst = (a: StoredBackup, b: StoredBackup): number => {
  const verified = Number(isVerified(b)) - Number(isVerified(a));
  const time = Date.parse(a.manifest.confirmedAt) - Date.parse(b.manifest.confirmedAt);
  return (
    verified ||
    time ||
    order(a.manifest.computerId, b.manifest.computerId) ||
    order(a.manifest.archive, b.manifest.archive)
  );
};

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const tidy = (
  { cloud, home, settings, gates }: SyncFacts,
  pulls: readonly Pull[],
): Pick<PrunePlan, 'leftovers' | 'adopt' | 'tombstones'> => {
  const own = cloud.unconfirmed.filter(
    (file) => parseArchiveName(file.name)?.computer === computerTag(settings.computerId),
  );
  if (own.length === 0 && cloud.tombstones.length === 0) return { leftovers: [], adopt: [], tombstones: [] };
  const idOf = (file: RemoteFile): string => parseArchiveName(file.name)?.backupId ?? '';
  const stored = [...cloud.stored.map(({ manifest }) => manifest.backupId), ...pulls.map((pull) => pull.backup.id)];
  const confirmed = new Set(stored.map(idInName));
  const listed = new Set(home.items.map((backup) => idInName(backup.id)));
  // The other half of a deletion of ours that broke off. A tombstone that the user made stays as long as it has to speak.
  const begun = new Set(gates.pruning);
  return {
    leftovers: own.filter((file) => confirmed.has(idOf(file))),
    adopt: own.filter(
      (file) => !confirmed.has(idOf(file)) && !listed.has(idOf(file)) && gates.damagedUploads[file.name] !== file.size,
    ),
    tombstones: cloud.tombstones.filter(({ manifest, manifestName }) => {
      const id = idInName(manifest.backupId);
      return (
        manifest.computerId === settings.computerId && (!listed.has(id) || confirmed.has(id) || begun.has(manifestName))
      );
    }),
  };
};

/** Stands for the size of a pull that Home Assistant does not tell. */
const unknownSize = Number.MAX_SAFE_INTEGER;

/** How a pull will look once it is stored, for planning only. */
const expectedCopy = ({ backup, copy }: Pull, { settings, now }: SyncFacts): StoredBackup => ({
  manifestName: '',
  manifest: {
    schema: 1,
    backupId: backup.id,
    instanceId: '',
    instanceName: '',
    computerId: settings.computerId,
    computerName: '',
    archive: '',
    size: copy.size ?? unknownSize,
    sha256: '',
    level: 1,
    provedAt: now.toISOString(),
    defects: [],
    name: backup.name,
    date: backup.date,
    kind: backup.kind,
    protected: copy.protected,
    haVersion: backup.haVersion ?? null,
    addons: [...backup.addons],
    folders: [...backup.folders],
    appVersion: '',
    confirmedAt: now.toISOString(),
  },
});
