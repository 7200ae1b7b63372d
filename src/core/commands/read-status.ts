import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import { closesCloud, isGrave, isMild, refusesToken, speaksAgainstSafety } from '../../shared/problems/rules.ts';
import { shownMissing, type Status } from '../../shared/status.ts';
import type { Needs } from '../context.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { madeAt, newestFirst } from '../domain/made-at.ts';
import { ignoresEncryption } from '../domain/own-schedule.ts';
import { isVerified } from '../domain/verification.ts';
import { nextBackup, nextLook, rhythmHours, staleness, type ScheduleFacts } from '../domain/schedule.ts';
import { signInHorizon } from '../icloud/sign-in-horizon.ts';
import { isEncrypted } from '../home-assistant/token-rule.ts';
import type { TellingMemory } from '../report-home/memory.ts';
import { untoldChange } from '../keys/key-notes.ts';
import type { InstanceSettings, Settings } from '../settings/schema.ts';
import type { Gates } from '../state/gates.ts';
import { tellsOfUnpulled, type HistoryEntry } from '../state/history.ts';
import { clocksDiffer, newestBackupOf, type LastLook } from '../state/last-look.ts';
import { runningOwner } from '../state/run-lock.ts';
import { missingBackups, shortfalls, type EverythingFacts } from '../sync/everything.ts';
import { leastKeyLength } from '../ports/secret-store.ts';
import { reliedOn } from '../sync/own-copies.ts';
import { maxFailures } from '../sync/plan-sync.ts';
import { tellingOf, tellingProblems } from './told-status.ts';
import { levelOf } from './copy-verification.ts';
import { rememberedFacts } from './remembered.ts';

export type StatusNeeds = Needs<
  'gates' | 'history' | 'keyNotes' | 'lastLook' | 'lockPlace' | 'secretStore' | 'settings' | 'telling',
  'clock' | 'processes'
>;

const hourMs = 3_600_000;

/** Everything that `selectStatus` looks at. */
export interface StatusFacts {
  readonly settings: Settings;
  readonly gates: Gates;
  readonly look: LastLook;
  readonly history: readonly HistoryEntry[];
  /** Who has the run lock. `isRun: false` = for something else than a run, or it is this very process, which knows better. */
  readonly running: { readonly pid: number; readonly since: string; readonly isRun?: boolean } | undefined;
  readonly now: Date;
  /** What is remembered of telling Home Assistant. */
  readonly telling?: TellingMemory;
  /** The config key comes from the environment and could be guessed: it stays in use, and is told. */
  readonly hasShortKey?: boolean;
  /** Home Assistant's key was changed after this moment, and its new kit was not shown here yet. */
  readonly keyChanged?: string | undefined;
}

/** Until the user has looked through it (settings/review.ts), whichever process met the damaged file. */
const reviewProblem = ({ review }: Settings): Problem[] =>
  review ? [aProblem('settings.broken', { kept: review.kept, lost: review.lost.join(', ') })] : [];

/** From what is remembered: asks nobody. */
export const readStatus = async (context: StatusNeeds): Promise<Status> => {
  const settings = await context.settings.load();
  const now = context.ports.clock.now();
  return selectStatus({
    settings,
    gates: await context.gates.read(),
    look: await context.lastLook.read(),
    history: (await context.history.read()).entries,
    running: await ownerOf(context),
    now,
    telling: await context.telling.read(),
    hasShortKey: await isKeyShort(context, settings),
    keyChanged: settings.instances.length > 0 ? untoldChange(await context.keyNotes.read(), now) : undefined,
  });
};

/** Only of the environment, which is read without asking anybody; what this program makes is long enough. */
const isKeyShort = async (context: StatusNeeds, { secretStore }: Settings): Promise<boolean> => {
  if (secretStore !== 'environment') return false;
  const { configKey } = (await (await context.secretStore()).read()) ?? {};
  return configKey !== undefined && configKey.length < leastKeyLength;
};

/** A look, a list or a sign-in of this process is no backup; what else it does, its own front end shows. */
const ownerOf = async ({ lockPlace, ports }: StatusNeeds): Promise<StatusFacts['running']> => {
  const owner = await runningOwner(lockPlace);
  return owner && { ...owner, isRun: owner.isRun && owner.pid !== ports.processes.self.pid };
};

/** Pure: the same facts, the same answer, in the terminal, the tray and the windows. */
export const selectStatus = (facts: StatusFacts): Status => {
  const { settings, look, now, running } = facts;
  const everything = everythingOf(facts);
  const newest = newestFirst(reliedOn(everything.sync).filter(isVerified))[0];
  const missing = settings.instances[0] ? missingBackups(everything) : [];
  const problems = problemsOf(facts, everything, newest);
  const [instance] = settings.instances;
  return {
    safety: safetyOf(facts, newest, missing.length, problems),
    newestVerified: newest ? newestOf(newest, now) : null,
    nextRun: instance ? nextLook(settings.schedule, lookFacts(facts), now).toISOString() : null,
    nextBackup: instance ? expectedBackup(facts) : null,
    lastRun: lastRunOf(facts.history),
    running: running ? { pid: running.pid, since: running.since } : null,
    signIn: signInOf(settings, now),
    home: instance ? homeOf(instance, look) : null,
    icloud: icloudOf(settings, look),
    waiting: missing.length,
    missing: missing.slice(0, shownMissing),
    secretStore: settings.secretStore,
    pausedUntil: settings.pausedUntil,
    telling: tellingOf(facts.settings, facts.telling),
    problems,
  };
};

const newestOf = (copy: StoredBackup, now: Date): NonNullable<Status['newestVerified']> => {
  const { backupId: id, name, date, confirmedAt, archive } = copy.manifest;
  return { id, name, date, confirmedAt, ageHours: ageHours(copy, now), archive, ...levelOf(copy) };
};

const homeOf = ({ name, url }: InstanceSettings, { home }: LastLook): NonNullable<Status['home']> => ({
  name,
  url,
  encrypted: isEncrypted(url),
  version: home?.version ?? null,
  seenAt: home?.at ?? null,
  backups: home?.backups.length ?? 0,
});

/** By when it was made, and by when it was confirmed where that is earlier: a clock that was ahead makes nothing younger. */
const ageHours = (copy: StoredBackup, now: Date): number => Math.max((now.getTime() - madeAt(copy)) / hourMs, 0);

const lookFacts = ({ look, settings }: StatusFacts): ScheduleFacts => ({
  lastLook: look.home ? new Date(look.home.at) : undefined,
  pausedUntil: settings.pausedUntil === null ? undefined : new Date(settings.pausedUntil),
  newestBackup: newestBackupOf(look),
  lastCreate: look.askedForBackup === undefined ? undefined : new Date(look.askedForBackup),
  lastOrder: look.orderedBackup === undefined ? undefined : new Date(look.orderedBackup),
  clocksDiffer: clocksDiffer(look),
});

const expectedBackup = (facts: StatusFacts): string | null => {
  const { settings, look, now } = facts;
  const planned = new Date(look.home?.next ?? Number.NaN);
  const known = { ...lookFacts(facts), planned: Number.isNaN(planned.getTime()) ? undefined : planned };
  return nextBackup(settings.schedule, known, now)?.toISOString() ?? null;
};

const lastRunOf = (history: readonly HistoryEntry[]): Status['lastRun'] => {
  const end = history.findLast((entry) => entry.kind === 'run-end');
  if (end?.kind !== 'run-end') return null;
  const start = history.find((entry) => entry.kind === 'run-start' && entry.run === end.run);
  return {
    started: start?.at ?? end.at,
    finished: end.at,
    outcome: end.outcome,
    ...(end.outcome === 'failed' && end.code ? { problem: { code: end.code, facts: {} } } : {}),
  };
};

const signInOf = ({ appleId, trustedSince }: Settings, now: Date): Status['signIn'] => {
  if (appleId === null || trustedSince === null) return null;
  return { account: maskAccount(appleId), ...signInHorizon(trustedSince, now) };
};

/** Enough for its owner: `j…@example.com`, or the last two digits of a phone number. */
export const maskAccount = (appleId: string): string => {
  const at = appleId.lastIndexOf('@');
  return at < 1 ? `…${appleId.slice(-2)}` : `${appleId.slice(0, 1)}…${appleId.slice(at)}`;
};

const icloudOf = (settings: Settings, { cloud }: LastLook): Status['icloud'] => ({
  folder: cloud ? `${settings.baseFolder}/${cloud.folder}` : null,
  seenAt: cloud?.at ?? null,
  backups: cloud?.stored.length ?? 0,
  bytes: cloud?.stored.reduce((sum, copy) => sum + copy.manifest.size, 0) ?? 0,
});

/** What both sides looked like, for the one decision whether everything is backed up. */
const everythingOf = (facts: StatusFacts): EverythingFacts => {
  const { look, settings } = facts;
  return {
    sync: rememberedFacts(facts),
    homeSeen: look.home?.at,
    cloudSeen: look.cloud?.at,
    planned: look.home?.next,
    checkMinutes: settings.schedule.lookMinutes,
    reasons: new Map((look.failed ?? []).map(({ id, problem }) => [id, problem])),
  };
};

/** Worst first, each code once. */
const problemsOf = (facts: StatusFacts, everything: EverythingFacts, newest: StoredBackup | undefined): Problem[] => {
  const last = standingProblem(facts);
  const found = [
    ...reviewProblem(facts.settings),
    ...homeProblems(facts),
    ...appleProblems(facts),
    ...ageProblems(facts, newest),
    ...(last ? [last] : []),
    ...(isSetUp(facts) && (facts.look.cloud || !isUntouched(facts)) ? shortfalls(everything) : []),
    ...recentUnpulled(facts),
    ...ignoresEncryption(facts.look.home?.encryptsSince, everything.sync.home.items),
    ...tellingProblems(facts.settings, facts.telling, facts.now),
    ...(facts.hasShortKey ? [aProblem('secrets.key-short')] : []),
    ...(facts.keyChanged === undefined ? [] : [aProblem('keys.changed', { since: facts.keyChanged })]),
  ];
  const told = found.filter(({ code }) => code !== 'ha.instance-ambiguous' || last?.code !== 'ha.instance-changed');
  const seen = new Set<string>();
  const once = told.filter(({ code }) => !seen.has(code) && seen.add(code));
  return [...once.filter((problem) => !isMild(problem)), ...once.filter(isMild)];
};

const isSetUp = ({ settings }: StatusFacts): boolean => settings.instances.length > 0 && settings.appleId !== null;

/** Nothing was ever stored, so nothing is missing yet that was there. */
const isUntouched = ({ look: { cloud }, gates, settings }: StatusFacts): boolean => {
  const known = gates.knownCopies[settings.instances[0]?.key ?? ''] ?? 0;
  const seen = cloud ? [...cloud.stored, ...cloud.damaged, ...cloud.tombstones, ...cloud.removedByNewer] : [];
  return known === 0 && seen.length === 0 && Object.keys(gates.doubts).length === 0;
};

/** What the last run ended with, unless a later look proved that it is over, or the user lifted the gate that it shut. */
const standingProblem = ({ history, look, gates }: StatusFacts): Problem | undefined => {
  const last = lastRunOf(history);
  if (last?.problem && isLifted(last.problem.code, gates)) return undefined;
  const { home } = look;
  const answered = last && home?.complete && new Date(home.at) > new Date(last.finished);
  return answered && last.problem?.code.startsWith('ha.') ? undefined : last?.problem;
};

const isLifted = (code: Problem['code'], { appleNeedsUser, tokensRefused }: Gates): boolean =>
  (closesCloud(code) && !appleNeedsUser) || (refusesToken(code) && Object.keys(tokensRefused).length === 0);

const homeProblems = ({ settings, gates }: StatusFacts): Problem[] => {
  const [instance] = settings.instances;
  if (!instance) return [aProblem('settings.not-set-up')];
  const refused = gates.tokensRefused[instance.key];
  return refused ? [{ code: refused.code, facts: {} }] : [];
};

const appleProblems = ({ settings, gates, now }: StatusFacts): Problem[] => {
  const { appleNeedsUser, full } = gates;
  const signIn = signInOf(settings, now);
  return [
    ...(settings.appleId === null ? [aProblem('icloud.not-signed-in')] : []),
    ...(appleNeedsUser ? [{ code: appleNeedsUser.code, facts: { since: appleNeedsUser.since } }] : []),
    ...(full ? [aProblem('cloud.full', { neededBytes: full.neededBytes })] : []),
    ...(signIn?.due && !appleNeedsUser ? [aProblem('icloud.sign-in-due', { daysLeft: signIn.daysLeft })] : []),
  ];
};

const ageProblems = ({ gates, look, now }: StatusFacts, newest: StoredBackup | undefined): Problem[] => {
  const refused = Object.values(gates.backups).find((backup) => backup.refused)?.refused;
  const gaveUp = Object.values(gates.backups).filter((backup) => backup.failures >= maxFailures).length;
  const age = newest ? ageHours(newest, now) : 0;
  const level = newest && staleness(age, rhythmHours(look.home?.recurrence));
  return [
    ...(level && level !== 'fresh' ? [aProblem('sync.stale', { level, ageHours: Math.round(age) })] : []),
    ...(refused ? [{ code: refused.code, facts: {} }] : []),
    ...(gaveUp > 0 ? [aProblem('sync.gave-up', { backups: gaveUp })] : []),
  ];
};

const weekMs = 7 * 24 * hourMs;

/** Backups that Home Assistant made and removed again before this computer saw them, noticed within the last week. */
const recentUnpulled = ({ history, now }: StatusFacts): Problem[] => {
  const noticed = history.findLast(
    (entry) => tellsOfUnpulled(entry) && now.getTime() - new Date(entry.at).getTime() < weekMs,
  );
  return noticed ? [aProblem('ha.unpulled', { noticed: noticed.at })] : [];
};

/** Worst first. "Safe" is said only where nothing speaks against it. */
const safetyOf = (
  facts: StatusFacts,
  newest: StoredBackup | undefined,
  missing: number,
  problems: readonly Problem[],
): Status['safety'] => {
  if (!isSetUp(facts)) return 'not-set-up';
  if (problems.some(isGrave)) return 'danger';
  if (facts.running && facts.running.isRun !== false) return 'busy';
  if (!newest) return isUntouched(facts) && (missing === 0 || !facts.look.cloud) ? 'waiting' : 'warning';
  const asked = isByUser(facts.history);
  return problems.some((problem) => speaksAgainstSafety(problem, asked)) ? 'warning' : 'safe';
};

const isByUser = (history: readonly HistoryEntry[]): boolean => {
  const end = history.findLast((entry) => entry.kind === 'run-end');
  const start = history.findLast((entry) => entry.kind === 'run-start' && entry.run === end?.run);
  return start?.kind === 'run-start' && start.trigger === 'user';
};
