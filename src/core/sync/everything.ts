import type { ErrorCode } from '../../shared/error-codes.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import { onlyWaits } from '../../shared/problems/rules.ts';
import type { Problem } from '../../shared/run-report.ts';
import { isOpen } from '../domain/doubts.ts';
import { idInName } from '../domain/names.ts';
import { madeAt } from '../domain/made-at.ts';
import { withinDays } from '../domain/retention/by-age.ts';
import { copyFailure, isVerified } from '../domain/verification.ts';
import { clockProblems, isHeldByDates } from './clock-doubt.ts';
import { ownership, reliedOn, restOf } from './own-copies.ts';
import { planSync, type SyncPlan } from './plan-sync.ts';
import type { SyncFacts } from './sync-facts.ts';

/** What "everything is backed up" is decided from. */
export interface EverythingFacts {
  /** Both sides as they were seen last, judged by what the settings say now. */
  readonly sync: SyncFacts;
  /** When they were seen, ISO 8601; undefined = never. */
  readonly homeSeen: string | undefined;
  readonly cloudSeen: string | undefined;
  /** When Home Assistant said it makes its next backup, ISO 8601. */
  readonly planned: string | undefined;
  readonly checkMinutes: number;
  /** Why the last attempt at a backup failed, by its id. */
  readonly reasons: ReadonlyMap<string, Problem>;
}

/** A backup that retention would keep, and that is not stored. */
export interface MissingBackup {
  readonly id: string;
  readonly name: string;
  readonly date: string;
  readonly problem: Problem;
}

/** Both sides are checked at least that often; a little longer, because a check takes its time. */
const recentMs = 26 * 3_600_000;
/** Home Assistant takes its time to make a backup. */
const makingMs = 3_600_000;

/**
 * Everything that speaks against "everything is backed up", the worst first; empty = it is. The one place where that is
 * decided: each wanted backup stored and verified, none failing, waiting or backing off, nothing held back, clocks that
 * agree, both sides seen lately. Pure.
 */
export const shortfalls = (facts: EverythingFacts): readonly Problem[] => {
  const plan = planSync(facts.sync);
  const found: readonly Problem[] = [
    ...vanishedProblem(facts.sync),
    ...missingProblems(facts, plan),
    ...failedTests(facts.sync),
    ...unverifiedProblems(facts.sync),
    ...damagedProblems(facts.sync),
    ...heldProblem(facts.sync, plan),
    ...clockProblems(facts.sync, plan.prune.verdicts),
    ...keptShorterProblem(facts.sync),
    ...notCheckedProblem(facts),
  ];
  const seen = new Set<ErrorCode>();
  return found.filter(({ code }) => !seen.has(code) && seen.add(code));
};

/** Each backup that should be stored and is not, newest first, with why. */
export const missingBackups = (facts: EverythingFacts, plan = planSync(facts.sync)): MissingBackup[] => {
  const coming = plan.pulls.map(({ backup }) => ({ backup, code: undefined }));
  const waiting = plan.left.filter(({ wanted }) => wanted);
  return [...coming, ...waiting]
    .map(({ backup, code }) => ({
      id: backup.id,
      name: backup.name,
      date: backup.date,
      problem: whyMissing(backup, code, facts.reasons),
    }))
    .sort((a, b) => Date.parse(b.date) - Date.parse(a.date));
};

/** What its last attempt ended with tells more than that it waits. */
const whyMissing = (
  { id, name }: { readonly id: string; readonly name: string },
  code: ErrorCode | undefined,
  reasons: EverythingFacts['reasons'],
): Problem => {
  const waits = code === undefined || code === 'sync.backing-off';
  const last = waits ? reasons.get(id) : undefined;
  return last
    ? { code: last.code, facts: { ...last.facts, name } }
    : { code: code ?? 'sync.waiting', facts: { name, backup: id } };
};

/** One problem per cause; that several only wait is one sentence. */
const missingProblems = (facts: EverythingFacts, plan: SyncPlan): Problem[] => {
  const byCode = new Map<ErrorCode, MissingBackup[]>();
  for (const missing of missingBackups(facts, plan)) {
    const code = onlyWaits(missing.problem.code) ? 'sync.waiting' : missing.problem.code;
    byCode.set(code, [...(byCode.get(code) ?? []), missing]);
  }
  return [...byCode].map(([code, missing]) => {
    const backups = missing.length;
    if (code === 'sync.waiting') return aProblem('sync.waiting', { backups });
    return { code, facts: { ...(backups === 1 ? missing[0]?.problem.facts : {}), backups } };
  });
};

/**
 * Archives that were stored and are not in their places, until the user answers, they are back, or another copy of the same
 * backup is stored; `coming` = names of backups that are just about to be.
 */
export const vanishedProblem = (sync: SyncFacts, coming: readonly string[] = []): Problem[] => {
  const rest = restOf(sync);
  const open = Object.entries(sync.gates.doubts).filter(
    ([, doubt]) => isOpen(doubt, rest) && !coming.includes(doubt.backupId),
  );
  const gone = open.filter(([, { kind }]) => kind !== 'unreadable');
  const [first] = gone;
  const enough = rest.stored.size >= Math.max(rest.floor, 1);
  const unread = open.filter(([, { kind }]) => kind === 'unreadable').map(([archive]) => archive);
  return [
    ...(first
      ? [
          aProblem('cloud.copy-vanished', {
            backups: gone.length,
            name: nameOf(sync, first[0], first[1].backupId),
            archive: first[0],
            enough,
          }),
        ]
      : []),
    ...unread.slice(0, 1).map((archive) => aProblem('cloud.copy-damaged', { archive })),
  ];
};

/** As Home Assistant calls it, or its manifest, else the archive's own name. */
const nameOf = ({ home, cloud }: SyncFacts, archive: string, backupId: string): string =>
  cloud.tombstones.find(({ manifest }) => manifest.archive === archive)?.manifest.name ??
  home.items.find(({ id }) => idInName(id) === backupId)?.name ??
  archive;

/** Ids of backups of which a copy is verified and stays. */
const verifiedIds = (sync: SyncFacts): Set<string> =>
  new Set(
    reliedOn(sync)
      .filter(isVerified)
      .map(({ manifest }) => manifest.backupId),
  );

const unverifiedProblems = (sync: SyncFacts): Problem[] => {
  const verified = verifiedIds(sync);
  const isYoung = withinDays(sync.settings.retention, sync.now);
  const doubtful = reliedOn(sync).filter((copy) => !verified.has(copy.manifest.backupId) && isYoung(madeAt(copy)));
  const failed = doubtful.flatMap((copy) => {
    const problem = copyFailure(copy);
    return problem ? [{ code: problem.code, facts: { ...problem.facts, name: copy.manifest.name } }] : [];
  });
  const first = doubtful.find((copy) => copyFailure(copy) === undefined);
  if (!first) return failed;
  const parts = first.manifest.defects.map(({ part }) => part).join(', ');
  const kinds = [...new Set(first.manifest.defects.map(({ kind }) => kind))].join(', ');
  return [...failed, aProblem('archive.defects', { name: first.manifest.name, parts, kinds })];
};

/** Answered by a test that it passes, or by deleting it: however old it is, and whatever else is stored. */
const failedTests = ({ cloud }: SyncFacts): Problem[] =>
  cloud.stored.flatMap((copy) => (copy.test?.verdict === 'failed' ? (copyFailure(copy) ?? []) : []));

/** A damaged copy matters until a good one of the same backup stands beside it. */
const damagedProblems = (sync: SyncFacts): Problem[] => {
  const verified = verifiedIds(sync);
  return sync.cloud.damaged
    .filter(({ manifest }) => !verified.has(manifest.backupId))
    .map(({ manifest }) => aProblem('cloud.copy-damaged', { archive: manifest.archive }));
};

/** A held deletion is told where something would go; that a list is incomplete says so itself. */
const heldProblem = ({ home, cloud }: SyncFacts, { prune }: SyncPlan): Problem[] => {
  const expired = prune.verdicts.filter((verdict) => verdict.expires).length;
  if (!home.complete) return [{ code: home.why.code, facts: { ...home.why.facts, expired } }];
  if (!cloud.complete && cloud.why) return [{ code: cloud.why.code, facts: { ...cloud.why.facts, expired } }];
  if (prune.held === undefined || isHeldByDates(prune.held) || expired === 0) return [];
  return [{ code: prune.held, facts: { expired } }];
};

/** Copies that stand for this computer's promise, and that their own computer keeps for a shorter time. */
const keptShorterProblem = (sync: SyncFacts): Problem[] => {
  const isYoung = withinDays(sync.settings.retention, sync.now);
  const relied = new Set(reliedOn(sync).map(({ manifest }) => manifest.backupId));
  const listed = new Set(sync.home.items.map(({ id }) => id));
  const mine = ownership(sync.settings);
  const shorter = sync.cloud.stored.filter(
    (copy) =>
      !mine(copy.manifest.computerId) &&
      !relied.has(copy.manifest.backupId) &&
      !listed.has(copy.manifest.backupId) &&
      isYoung(madeAt(copy)),
  );
  const backups = new Set(shorter.map(({ manifest }) => manifest.backupId)).size;
  return backups > 0 ? [aProblem('sync.kept-shorter', { backups })] : [];
};

const notCheckedProblem = (facts: EverythingFacts): Problem[] => {
  const { homeSeen, cloudSeen, planned, checkMinutes, sync } = facts;
  const now = sync.now.getTime();
  const times = [homeSeen, cloudSeen].map((at) => (at === undefined ? Number.NaN : Date.parse(at)));
  // A check in the future (the clock was set back) proves nothing.
  const isRecent = (at: number): boolean => Math.abs(now - at) <= recentMs;
  const made = planned === undefined ? Number.NaN : Date.parse(planned);
  const [home = Number.NaN] = times;
  const overdue = now > made + makingMs + checkMinutes * 60_000 && home < made;
  if (times.every(isRecent) && !overdue) return [];
  const known = times.filter((at) => !Number.isNaN(at));
  const since = known.length === times.length ? new Date(Math.min(...known)).toISOString() : undefined;
  return [aProblem('sync.not-checked', since === undefined ? {} : { since })];
};
