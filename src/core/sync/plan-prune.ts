import type { ErrorCode } from '../../shared/error-codes.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import type { Manifest, RemoteFile, StoredBackup } from '../domain/manifest.ts';
import { idInName, parseArchiveName } from '../domain/names.ts';
import { byDateMade, dayMs, isOlder, isVerified, judge, type RetentionVerdict } from '../domain/retention.ts';
import { within } from '../state/gates.ts';
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
export const computerTag = (computerId: string): string => computerId.slice(0, 4);

/** `pulls` are taken as done: the plan shows what the whole run would delete, and the runner plans again after them. */
export const planPrune = (facts: SyncFacts, pulls: readonly Pull[]): PrunePlan => {
  const { cloud, settings, now, gates } = facts;
  const mine = (computerId: string): boolean =>
    computerId === settings.computerId || settings.adoptedComputers.includes(computerId);
  const after = [...cloud.stored, ...pulls.map((pull) => expectedCopy(pull, facts))];
  const verdicts = judge(after, settings.retention, mine, now);
  const held = heldBy(facts, after);
  const duplicates = held ? [] : ownDuplicates(cloud.stored, settings.computerId);
  const expired = held ? [] : verdicts.filter((verdict) => verdict.expires).map((verdict) => verdict.stored);
  const due = expired.filter((copy) => !duplicates.includes(copy)).reverse();
  const confirmed = within(after.filter((copy) => mine(copy.manifest.computerId)).map(confirmedAt), dayMs, now);
  const allowed = Math.max(confirmed.length + 1 - within(gates.pruned, dayMs, now).length, 0);
  return {
    verdicts,
    remove: due.slice(0, allowed),
    later: due.slice(allowed),
    held,
    duplicates,
    ...(held ? { leftovers: [], adopt: [], tombstones: [] } : tidy(facts)),
  };
};

const confirmedAt = ({ manifest }: StoredBackup): string => manifest.confirmedAt;

/** Deleting needs more proof than keeping: the first doubt wins. */
const heldBy = (facts: SyncFacts, after: readonly StoredBackup[]): ErrorCode | undefined => {
  if (!facts.home.complete) return facts.home.why.code;
  if (!facts.cloud.complete) return facts.cloud.why?.code ?? 'icloud.failed';
  if (facts.instanceAmbiguous) return 'ha.instance-ambiguous';
  if (isSkewed(facts)) return 'sync.clock-skew';
  return hasShrunk(after) ? 'archive.shrunk' : undefined;
};

const isSkewed = ({ homeSkewMs, cloud, home, now }: SyncFacts): boolean => {
  const skews = [homeSkewMs ?? 0, cloud.clockSkewMs ?? 0];
  const dates = [
    ...cloud.stored.flatMap(({ manifest }) => [manifest.confirmedAt, manifest.date]),
    ...home.items.map((backup) => backup.date),
  ];
  return (
    skews.some((skew) => Math.abs(skew) > maxSkewMs) ||
    // `not <=`: a date that does not parse is as bad as one in the future.
    dates.some((date) => !(new Date(date).getTime() <= now.getTime() + maxSkewMs))
  );
};

/** Less than half of the one before, of the same kind: what supervisor#7238 made of good backups. */
const hasShrunk = (after: readonly StoredBackup[]): boolean => {
  const [newest, before] = oncePerBackup(after.filter(isVerified).sort(byDateMade)).filter(
    (copy, _, all) => copy.manifest.kind === all[0]?.manifest.kind,
  );
  return newest !== undefined && before !== undefined && newest.manifest.size * 2 < before.manifest.size;
};

const oncePerBackup = (copies: readonly StoredBackup[]): StoredBackup[] => {
  const seen = new Set<string>();
  return copies.filter(({ manifest }) => !seen.has(manifest.backupId) && seen.add(manifest.backupId));
};

/**
 * Two computers may store the same backup at the same moment. Both see both manifests and must choose the same survivor:
 * the one confirmed first, then the smaller computer id, then the smaller name. Only the loser's owner acts.
 */
const ownDuplicates = (stored: readonly StoredBackup[], computerId: string): StoredBackup[] =>
  stored.filter(
    (copy) =>
      copy.manifest.computerId === computerId &&
      stored.some(
        (other) =>
          other !== copy && isEqualCopy(other.manifest, copy.manifest) && survives(other.manifest, copy.manifest),
      ),
  );

const isEqualCopy = (a: Manifest, b: Manifest): boolean =>
  a.backupId === b.backupId && a.size === b.size && a.sha256 === b.sha256;

const survives = (a: Manifest, b: Manifest): boolean => {
  const byTime = new Date(a.confirmedAt).getTime() - new Date(b.confirmedAt).getTime();
  if (byTime !== 0) return byTime < 0;
  if (a.computerId !== b.computerId) return a.computerId < b.computerId;
  return a.archive < b.archive;
};

const tidy = ({ cloud, home, settings, now }: SyncFacts): Pick<PrunePlan, 'leftovers' | 'adopt' | 'tombstones'> => {
  const own = cloud.unconfirmed.filter(
    (file) => parseArchiveName(file.name)?.computer === computerTag(settings.computerId),
  );
  const idOf = (file: RemoteFile): string => parseArchiveName(file.name)?.backupId ?? '';
  const confirmed = idsOf(cloud);
  const listed = new Set(home.items.map((backup) => idInName(backup.id)));
  const { days } = settings.retention;
  return {
    leftovers: own.filter((file) => confirmed.has(idOf(file))),
    adopt: own.filter((file) => !confirmed.has(idOf(file)) && !listed.has(idOf(file))),
    tombstones: cloud.tombstones.filter(
      ({ manifest }) =>
        manifest.computerId === settings.computerId &&
        (!listed.has(idInName(manifest.backupId)) ||
          confirmed.has(idInName(manifest.backupId)) ||
          (days > 0 && isOlder(manifest.confirmedAt, days, now) && isOlder(manifest.date, days, now))),
    ),
  };
};

const idsOf = (cloud: CloudView): Set<string> =>
  new Set(cloud.stored.map(({ manifest }) => idInName(manifest.backupId)));

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
    size: copy.size ?? Number.MAX_SAFE_INTEGER,
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
