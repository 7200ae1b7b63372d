import type { ErrorCode } from '../../shared/error-codes.ts';
import type { HaBackup } from '../domain/backup.ts';
import { doubtfulIds } from '../domain/cloud-view.ts';
import { isRemoval, repeatedSightings, type Doubt } from '../domain/doubts.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { idInName } from '../domain/names.ts';
import { plausible } from '../domain/made-at.ts';
import { candidatesOf, hopeFor } from '../domain/retention/judge.ts';
import type { Candidate } from '../domain/retention/policy.ts';
import { newestFirst, retain } from '../domain/retention/retain.ts';
import { isAhead, maxPauseMs } from '../state/gates.ts';
import { chooseCopy, chooseProtectedCopy } from '../domain/choose-copy.ts';
import { reliedOn, restOf } from './own-copies.ts';
import { planPrune, type PrunePlan } from './plan-prune.ts';
import type { Pull, SyncFacts } from './sync-facts.ts';

export type SkipReason =
  | 'stored'
  | 'removed-by-user'
  /** Its archive disappeared from the cloud, and nobody said that they deleted it. */
  | 'vanished'
  /** It was stored, and one listing did not show it as such: decided by the next ones. */
  | 'in-doubt'
  | 'past-retention'
  | 'refused'
  | 'backing-off'
  | 'gave-up'
  | 'unprotected'
  | 'no-copy'
  | 'cloud-unknown';

export interface Left {
  readonly backup: HaBackup;
  readonly reason: SkipReason;
  readonly code?: ErrorCode;
  /** Retention would keep it, so without it not everything is backed up. */
  readonly wanted: boolean;
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
  const judged = newestMadeFirst(facts).map(({ backup, made }) => ({
    backup,
    made,
    verdict: verdictOn(backup, known, facts),
  }));
  const possible = judged.flatMap(({ made, verdict }) =>
    'copy' in verdict ? [{ pull: verdict, ...hopeFor(verdict.backup, made) }] : [],
  );
  const counted = candidatesOf(known.counted);
  const keepsPull = keeper(facts, newestFirst([...counted, ...possible]));
  const chosen = facts.cloud.complete ? possible.filter(keepsPull) : [];
  const pulls = chosen.map(({ pull }) => pull);
  const pulled = new Set(pulls.map((pull) => pull.backup.id));
  const keepsBeside = keeper(facts, newestFirst([...counted, ...chosen]));
  const left = judged
    .filter(({ backup }) => !pulled.has(backup.id))
    .map(({ backup, made, verdict }): Left => {
      const { reason, ...code } = 'reason' in verdict ? verdict : { reason: unpulled(facts) };
      const wanted = isMissing(reason) && keepsBeside(hopeFor(backup, made));
      return { backup, reason, ...code, wanted };
    });
  return { pulls, left, prune: planPrune(facts, pulls) };
};

/** Why a backup that could be pulled is not. */
const unpulled = ({ cloud }: SyncFacts): SkipReason => (cloud.complete ? 'past-retention' : 'cloud-unknown');

const notMissing: ReadonlySet<SkipReason> = new Set(['stored', 'removed-by-user', 'past-retention']);

const isMissing = (reason: SkipReason): boolean => !notMissing.has(reason);

/** With the date read, in milliseconds since 1970. */
const newestMadeFirst = ({ home, now }: SyncFacts): { readonly backup: HaBackup; readonly made: number }[] =>
  home.items
    .map((backup) => ({ backup, made: plausible(Date.parse(backup.date), now.getTime()) }))
    .sort((a, b) => b.made - a.made || (a.backup.id < b.backup.id ? 1 : -1));

interface Known {
  /** Copies that count as this computer's promise. */
  readonly counted: readonly StoredBackup[];
  /** Ids as they stand in names: nothing else is known of what a newer program wrote. */
  readonly stored: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  readonly vanished: ReadonlySet<string>;
  readonly inDoubt: ReadonlySet<string>;
  /** Their manifests could not be had this time, so they may well be stored. */
  readonly unfetched: ReadonlySet<string>;
}

const indexOf = (facts: SyncFacts): Known => {
  const { cloud, gates } = facts;
  const counted = reliedOn(facts);
  const stored = [...counted.map(({ manifest }) => idInName(manifest.backupId)), ...cloud.storedByNewer];
  const doubts = sortDoubts(facts, Object.values(gates.doubts), unnoticed(facts));
  return { counted, stored: new Set(stored), unfetched: doubtfulIds(cloud), ...doubts };
};

/** Tombstones that no look has counted yet; one that our own interrupted deletion left is no riddle. */
const unnoticed = ({ cloud, gates }: SyncFacts): string[] => [
  ...cloud.tombstones
    .filter(({ manifest, manifestName }) => !gates.pruning.includes(manifestName) && !gates.doubts[manifest.archive])
    .map(({ manifest }) => idInName(manifest.backupId)),
  ...cloud.removedByNewer.filter(({ archive }) => !gates.doubts[archive]).map(({ backupId }) => backupId),
];

const sortDoubts = (
  facts: SyncFacts,
  doubts: readonly Doubt[],
  fresh: readonly string[],
): Pick<Known, 'removed' | 'vanished' | 'inDoubt'> => {
  const rest = restOf(facts);
  const idsOf = (belongs: (doubt: Doubt) => boolean): string[] =>
    doubts.filter(belongs).map(({ backupId }) => backupId);
  const isVanished = (doubt: Doubt): boolean => doubt.kind === 'vanished' && !isRemoval(doubt, rest);
  return {
    removed: new Set(idsOf((doubt) => isRemoval(doubt, rest))),
    vanished: new Set([...idsOf(isVanished), ...fresh]),
    inDoubt: new Set(
      idsOf((doubt) => doubt.kind !== 'vanished' && !doubt.answered && doubt.sightings < repeatedSightings),
    ),
  };
};

type Verdict = Pull | Omit<Left, 'wanted'>;

/** It was stored, and is not in its place now. */
const goneFrom = (backup: HaBackup, known: Known, { cloud, byHand }: SyncFacts): Omit<Left, 'wanted'> | undefined => {
  const name = idInName(backup.id);
  if (!cloud.complete) return undefined;
  if (known.vanished.has(name)) return { backup, reason: 'vanished', code: 'cloud.copy-vanished' };
  if (known.removed.has(name)) return { backup, reason: 'removed-by-user', code: 'cloud.removed-by-user' };
  return !byHand && known.inDoubt.has(name) ? { backup, reason: 'in-doubt', code: 'cloud.copy-vanished' } : undefined;
};

/** Whether a backup could be pulled at all; retention is asked afterwards, over all that could. */
const verdictOn = (backup: HaBackup, known: Known, facts: SyncFacts): Verdict => {
  const name = idInName(backup.id);
  if (known.stored.has(name)) return { backup, reason: 'stored' };
  if (known.unfetched.has(name)) return { backup, reason: 'cloud-unknown', code: 'cloud.manifest-unfetched' };
  const asked = facts.asked.has(backup.id);
  const gone = asked ? undefined : goneFrom(backup, known, facts);
  if (gone) return gone;
  const copy = facts.settings.requireProtected ? chooseProtectedCopy(backup) : chooseCopy(backup);
  if (!copy) {
    return backup.copies.length === 0
      ? { backup, reason: 'no-copy', code: 'ha.no-agent' }
      : { backup, reason: 'unprotected', code: 'archive.unprotected' };
  }
  return (asked ? undefined : gateOf({ backup, copy }, facts)) ?? { backup, copy };
};

/** What earlier attempts at this very backup left to be respected. The user's own run waits for nothing. */
const gateOf = ({ backup, copy }: Pull, facts: SyncFacts): Omit<Left, 'wanted'> | undefined => {
  const { gates, now, byHand, settings } = facts;
  const gate = gates.backups[backup.id];
  if (!gate) return undefined;
  const { refused, failures, notBefore } = gate;
  if (refused?.size === (copy.size ?? null)) {
    // That verdict is about a wish of the user's, and ends with it.
    if (refused.code !== 'archive.unprotected') return { backup, reason: 'refused', code: refused.code };
    return settings.requireProtected ? { backup, reason: 'unprotected', code: refused.code } : undefined;
  }
  if (byHand) return undefined;
  if (failures >= maxFailures) return { backup, reason: 'gave-up', code: 'sync.gave-up' };
  if (isAhead(notBefore, maxPauseMs, now)) return { backup, reason: 'backing-off', code: 'sync.backing-off' };
  return undefined;
};

/** Only what would still be kept after the run: uploading what the next prune deletes would go round in circles. */
const keeper = (
  { settings: { retention }, now, asked }: Pick<SyncFacts, 'settings' | 'now' | 'asked'>,
  there: readonly Candidate[],
): ((candidate: Candidate) => boolean) => {
  const keptFor = retain(retention, now, there);
  return (candidate) => asked.has(candidate.id) || keptFor(candidate) !== undefined;
};
