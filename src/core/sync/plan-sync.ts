import type { ErrorCode } from '../../shared/error-codes.ts';
import { type AgentCopy, type HaBackup, type Listing } from '../domain/backup.ts';
import { isStored, type CloudView } from '../domain/cloud-view.ts';
import { isOlder, isVerified, type RetentionSettings } from '../domain/retention.ts';
import type { Gates } from '../state/gates.ts';
import { chooseCopy } from '../domain/choose-copy.ts';
import { planPrune, type PrunePlan } from './plan-prune.ts';

/** Everything a plan is made of. The plan is a pure function of it, made anew each time. */
export interface SyncFacts {
  readonly home: Listing<HaBackup>;
  readonly cloud: CloudView;
  readonly settings: SyncSettings;
  readonly gates: Gates;
  /** Milliseconds that Home Assistant's clock is ahead of ours. */
  readonly homeSkewMs: number | undefined;
  readonly instanceAmbiguous: boolean;
  readonly now: Date;
  /** Ids that the user asked for in spite of an earlier removal, refusal or back-off. */
  readonly asked: ReadonlySet<string>;
}

export interface SyncSettings {
  readonly retention: RetentionSettings;
  readonly requireProtected: boolean;
  readonly computerId: string;
  /** Other computers whose copies the user gave into this one's care. */
  readonly adoptedComputers: readonly string[];
}

export interface Pull {
  readonly backup: HaBackup;
  readonly copy: AgentCopy;
}

export type LeftReason =
  | 'stored'
  | 'removed-by-user'
  | 'past-retention'
  | 'refused'
  | 'backing-off'
  | 'gave-up'
  | 'unprotected'
  | 'no-copy'
  | 'icloud-unknown';

export interface Left {
  readonly backup: HaBackup;
  readonly reason: LeftReason;
  readonly code?: ErrorCode;
}

export interface SyncPlan {
  /** Newest first. */
  readonly pulls: readonly Pull[];
  readonly left: readonly Left[];
  readonly prune: PrunePlan;
}

/** Attempts in a row after which a backup waits for the user's word. */
export const maxFailures = 4;

export const planSync = (facts: SyncFacts): SyncPlan => {
  const newestFirst = [...facts.home.items].sort(byHaDate);
  const judged = newestFirst.map((backup) => ({ backup, verdict: verdictOn(backup, facts) }));
  const fresh = withinRetention(
    judged.flatMap(({ verdict }) => ('copy' in verdict ? [verdict] : [])),
    facts,
  );
  const pulls = facts.cloud.complete ? fresh : [];
  const pulled = new Set(pulls.map((pull) => pull.backup.id));
  const other: LeftReason = facts.cloud.complete ? 'past-retention' : 'icloud-unknown';
  const left = judged
    .filter(({ backup }) => !pulled.has(backup.id))
    .map(({ backup, verdict }): Left => ('reason' in verdict ? verdict : { backup, reason: other }));
  return { pulls, left, prune: planPrune(facts, pulls) };
};

const byHaDate = (a: HaBackup, b: HaBackup): number =>
  new Date(b.date).getTime() - new Date(a.date).getTime() || b.id.localeCompare(a.id);

/** Whether a backup could be pulled at all; retention is asked afterwards, over all that could. */
const verdictOn = (backup: HaBackup, facts: SyncFacts): Pull | Left => {
  const { cloud, settings } = facts;
  if (isStored(cloud, backup.id)) return { backup, reason: 'stored' };
  const asked = facts.asked.has(backup.id);
  if (!asked && cloud.tombstones.some((tombstone) => tombstone.manifest.backupId === backup.id)) {
    return { backup, reason: 'removed-by-user', code: 'icloud.removed-by-user' };
  }
  const copy = chooseCopy(backup);
  if (!copy) return { backup, reason: 'no-copy' };
  if (settings.requireProtected && !copy.protected)
    return { backup, reason: 'unprotected', code: 'archive.unprotected' };
  return (asked ? undefined : gateOf({ backup, copy }, facts)) ?? { backup, copy };
};

/** What earlier attempts at this very backup left to be respected. */
const gateOf = ({ backup, copy }: Pull, { gates, now }: SyncFacts): Left | undefined => {
  const gate = gates.backups[backup.id];
  if (!gate) return undefined;
  const { refused, failures, notBefore } = gate;
  if (refused?.size === (copy.size ?? null)) return { backup, reason: 'refused', code: refused.code };
  if (failures >= maxFailures) return { backup, reason: 'gave-up', code: 'sync.gave-up' };
  if (notBefore && now < new Date(notBefore)) return { backup, reason: 'backing-off', code: 'sync.backing-off' };
  return undefined;
};

/**
 * Only what would still be kept after the run: uploading what the next prune deletes would go round in circles. A backup
 * not yet stored is judged by the date it was made, a stored one by its confirmation, so nothing pruned comes back.
 */
const withinRetention = (candidates: readonly Pull[], facts: SyncFacts): Pull[] => {
  const { days, floor } = facts.settings.retention;
  if (days === 0) return [...candidates];
  const verified = facts.cloud.stored.filter(isVerified);
  const ahead = (pull: Pull): number => {
    const newer = verified.filter((copy) => new Date(copy.manifest.date) > new Date(pull.backup.date));
    return new Set(newer.map((copy) => copy.manifest.backupId)).size + candidates.indexOf(pull);
  };
  return candidates.filter(
    (pull) =>
      facts.asked.has(pull.backup.id) ||
      !isOlder(pull.backup.date, days, facts.now) ||
      ahead(pull) < Math.max(floor, 1),
  );
};
