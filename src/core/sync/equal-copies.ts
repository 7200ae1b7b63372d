import type { StoredBackup } from '../domain/manifest.ts';
import { canRelyOn, promisedDays, promisedFloor } from '../domain/rely-on.ts';
import { isVerified } from '../domain/verification.ts';
import type { SyncFacts } from './sync-facts.ts';

/**
 * Two computers may store the same backup at the same moment. Both see both manifests and must choose the same survivor:
 * a verified one, then a pinned one, then the one that its owner wants to keep longer, then the one confirmed first, then the smaller computer
 * id, then the smaller name. Only the loser's owner acts, and only while the survivor itself is not about to expire, neither
 * by these settings nor by its owner's.
 */
export const ownDuplicates = (
  { cloud: { stored }, settings: { computerId, retention }, now }: SyncFacts,
  expired: ReadonlySet<StoredBackup>,
): readonly StoredBackup[] => {
  const staysWithOthers = canRelyOn(stored, retention, now);
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
    // A copy that expires anyway is no survivor to rely on, and needs no help to go.
    const [survivor, ...others] = equal.filter((copy) => !expired.has(copy)).sort(survivorFirst);
    if (!survivor) return [];
    const isOwn = survivor.manifest.computerId === computerId;
    if (!isOwn && !staysWithOthers(survivor)) return [];
    return others.filter((copy) => copy.manifest.computerId === computerId && copy.pinnedAt === undefined);
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
    Number(b.pinnedAt !== undefined) - Number(a.pinnedAt !== undefined) ||
    order(-promisedDays(a), -promisedDays(b)) ||
    order(-promisedFloor(a), -promisedFloor(b)) ||
    time ||
    order(a.manifest.computerId, b.manifest.computerId) ||
    order(a.manifest.archive, b.manifest.archive)
  );
};

export const order = <T extends string | number>(a: T, b: T): number => (a < b ? -1 : Number(a > b));
