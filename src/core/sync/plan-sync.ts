import type { ErrorCode } from '../../shared/error-codes.ts';
import { type AgentCopy, type HaBackup, type Listing } from '../domain/backup.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import { idInName } from '../domain/names.ts';
import { countNewer, dayMs, type RetentionSettings } from '../domain/retention.ts';
import type { Gates } from '../state/gates.ts';
import { chooseCopy, chooseProtectedCopy } from '../domain/choose-copy.ts';
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
  const known = indexOf(facts);
  const judged = newestMadeFirst(facts.home.items).map(({ backup, made }) => ({
    backup,
    made,
    verdict: verdictOn(backup, known, facts),
  }));
  const candidates = judged.flatMap(({ made, verdict }) => ('copy' in verdict ? [{ pull: verdict, made }] : []));
  const pulls = facts.cloud.complete ? withinRetention(candidates, facts) : [];
  const pulled = new Set(pulls.map((pull) => pull.backup.id));
  const other: LeftReason = facts.cloud.complete ? 'past-retention' : 'icloud-unknown';
  const left = judged
    .filter(({ backup }) => !pulled.has(backup.id))
    .map(({ backup, verdict }): Left => ('reason' in verdict ? verdict : { backup, reason: other }));
  return { pulls, left, prune: planPrune(facts, pulls) };
};

/** With the date read, in milliseconds since 1970. */
const newestMadeFirst = (backups: readonly HaBackup[]): { readonly backup: HaBackup; readonly made: number }[] =>
  backups
    .map((backup) => ({ backup, made: Date.parse(backup.date) }))
    .sort((a, b) => b.made - a.made || (a.backup.id < b.backup.id ? 1 : -1));

interface Candidate {
  readonly pull: Pull;
  readonly made: number;
}

interface Known {
  readonly stored: ReadonlySet<string>;
  /** As ids stand in names: nothing else is known of what a newer program wrote. */
  readonly storedByNewer: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  readonly removedByNewer: ReadonlySet<string>;
}

/** A tombstone that our own interrupted deletion left is not the user's word. */
const indexOf = ({ cloud, gates }: SyncFacts): Known => ({
  stored: new Set(cloud.stored.map(({ manifest }) => manifest.backupId)),
  storedByNewer: new Set(cloud.storedByNewer),
  removed: new Set(
    cloud.tombstones
      .filter(({ manifestName }) => !gates.pruning.includes(manifestName))
      .map(({ manifest }) => manifest.backupId),
  ),
  removedByNewer: new Set(cloud.removedByNewer),
});

/** Whether a backup could be pulled at all; retention is asked afterwards, over all that could. */
const verdictOn = (backup: HaBackup, known: Known, facts: SyncFacts): Pull | Left => {
  if (known.stored.has(backup.id) || known.storedByNewer.has(idInName(backup.id))) return { backup, reason: 'stored' };
  const asked = facts.asked.has(backup.id);
  if (!asked && (known.removed.has(backup.id) || known.removedByNewer.has(idInName(backup.id)))) {
    return { backup, reason: 'removed-by-user', code: 'icloud.removed-by-user' };
  }
  const copy = facts.settings.requireProtected ? chooseProtectedCopy(backup) : chooseCopy(backup);
  if (!copy) {
    return backup.copies.length === 0
      ? { backup, reason: 'no-copy' }
      : { backup, reason: 'unprotected', code: 'archive.unprotected' };
  }
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
 * not yet stored is judged by the date it was made, a stored one by its confirmation as well, so nothing pruned comes back.
 */
const withinRetention = (candidates: readonly Candidate[], facts: SyncFacts): Pull[] => {
  const { days, floor } = facts.settings.retention;
  const ahead = countNewer(facts.cloud);
  const limit = facts.now.getTime() - days * dayMs;
  const isKept = ({ pull, made }: Candidate, index: number): boolean =>
    days === 0 || facts.asked.has(pull.backup.id) || !(made < limit) || ahead(made) + index < Math.max(floor, 1);
  return candidates.filter(isKept).map(({ pull }) => pull);
};
