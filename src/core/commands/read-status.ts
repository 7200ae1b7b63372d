import type { Problem } from '../../shared/run-report.ts';
import { isMild } from '../../shared/standing.ts';
import type { Status } from '../../shared/status.ts';
import type { Context } from '../context.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { idInName } from '../domain/names.ts';
import { isVerified, newestFirst } from '../domain/retention.ts';
import { nextBackup, nextLook, rhythmHours, staleness, type ScheduleFacts } from '../domain/schedule.ts';
import { signInHorizon } from '../domain/sign-in-horizon.ts';
import type { InstanceSettings, Settings } from '../settings/schema.ts';
import { gatesOfApple, type Gates } from '../state/gates.ts';
import { tellsOfUnpulled, type HistoryEntry } from '../state/history.ts';
import { newestBackupOf, type LastLook } from '../state/last-look.ts';
import { runningOwner } from '../state/run-lock.ts';
import { planPrune } from '../sync/plan-prune.ts';
import { maxFailures } from '../sync/plan-sync.ts';
import { problemOf } from '../sync/transfer.ts';
import { isRefusal } from './open-source.ts';
import { rememberedFacts } from './remembered.ts';

const hourMs = 3_600_000;

/** Everything that `selectStatus` looks at. */
export interface StatusFacts {
  readonly settings: Settings;
  readonly gates: Gates;
  readonly look: LastLook;
  readonly history: readonly HistoryEntry[];
  /** Who has the run lock. `isRun: false` = for something else than a run, or it is this very process, which knows better. */
  readonly running: { readonly pid: number; readonly since: string; readonly isRun?: boolean } | undefined;
  readonly settingsProblems: readonly Problem[];
  readonly now: Date;
}

/** From what is remembered: asks nobody. */
export const readStatus = async (context: Context): Promise<Status> => {
  const settings = await context.settings.load();
  return selectStatus({
    settings,
    gates: await context.gates.read(),
    look: await context.lastLook.read(),
    history: (await context.history.read()).entries,
    running: await ownerOf(context),
    settingsProblems: context.settingsProblems.map(problemOf),
    now: context.ports.clock.now(),
  });
};

/** A look, a list or a sign-in of this process is no backup; what else it does, its own front end shows. */
const ownerOf = async ({ lockPlace, ports }: Context): Promise<StatusFacts['running']> => {
  const owner = await runningOwner(lockPlace);
  return owner && { ...owner, isRun: owner.isRun && owner.pid !== ports.processes.self.pid };
};

/** Pure: the same facts, the same answer, in the terminal, the tray and the windows. */
export const selectStatus = (facts: StatusFacts): Status => {
  const { settings, look, now, running } = facts;
  const newest = newestFirst((look.cloud?.stored ?? []).filter(isVerified))[0];
  const problems = problemsOf(facts, newest);
  const [instance] = settings.instances;
  return {
    safety: safetyOf(facts, newest, problems),
    newestVerified: newest ? newestOf(newest, now) : null,
    nextRun: instance ? nextLook(settings.schedule, lookFacts(facts), now).toISOString() : null,
    nextBackup: instance ? expectedBackup(facts) : null,
    lastRun: lastRunOf(facts.history),
    running: running ? { pid: running.pid, since: running.since } : null,
    signIn: signInOf(settings, now),
    home: instance ? homeOf(instance, look) : null,
    icloud: icloudOf(settings, look),
    waiting: waitingOf(look),
    secretStore: settings.secretStore,
    pausedUntil: settings.pausedUntil,
    problems,
  };
};

const newestOf = ({ manifest }: StoredBackup, now: Date): NonNullable<Status['newestVerified']> => ({
  id: manifest.backupId,
  name: manifest.name,
  date: manifest.date,
  confirmedAt: manifest.confirmedAt,
  ageHours: ageHours(manifest.date, now),
  archive: manifest.archive,
});

const homeOf = ({ name, url }: InstanceSettings, { home }: LastLook): NonNullable<Status['home']> => ({
  name,
  url,
  version: home?.version ?? null,
  seenAt: home?.at ?? null,
  backups: home?.backups.length ?? 0,
});

const ageHours = (date: string, now: Date): number => Math.max((now.getTime() - new Date(date).getTime()) / hourMs, 0);

const lookFacts = ({ look, settings }: StatusFacts): ScheduleFacts => ({
  lastLook: look.home ? new Date(look.home.at) : undefined,
  pausedUntil: settings.pausedUntil === null ? undefined : new Date(settings.pausedUntil),
  newestBackup: newestBackupOf(look),
  lastCreate: look.askedForBackup === undefined ? undefined : new Date(look.askedForBackup),
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

/** Newer in Home Assistant than everything that is stored: older ones are left on purpose. */
const waitingOf = ({ home, cloud }: LastLook): number => {
  if (!cloud) return home?.backups.length ?? 0;
  const known = new Set([...cloud.stored, ...cloud.tombstones].map((copy) => copy.manifest.backupId));
  const byNewer = new Set([...cloud.storedByNewer, ...cloud.removedByNewer]);
  const newest = Math.max(...cloud.stored.map((copy) => new Date(copy.manifest.date).getTime()));
  return (home?.backups ?? []).filter(
    ({ id, date }) => !known.has(id) && !byNewer.has(idInName(id)) && new Date(date).getTime() > newest,
  ).length;
};

const problemsOf = (facts: StatusFacts, newest: StoredBackup | undefined): Problem[] => {
  const last = standingProblem(facts);
  const found = [
    ...facts.settingsProblems,
    ...homeProblems(facts),
    ...appleProblems(facts),
    ...ageProblems(facts, newest),
    ...(last?.code === 'ha.instance-changed' ? [] : identityProblem(facts)),
    ...(facts.look.cloud?.damaged ?? []).map(({ manifest }) => ({
      code: 'icloud.copy-damaged' as const,
      facts: { archive: manifest.archive },
    })),
    ...(last ? [last] : []),
    ...recentUnpulled(facts),
  ];
  const seen = new Set<string>();
  return found.filter(({ code }) => !seen.has(code) && seen.add(code));
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
  (gatesOfApple.has(code) && !appleNeedsUser) || (isRefusal(code) && Object.keys(tokensRefused).length === 0);

const homeProblems = ({ settings, gates }: StatusFacts): Problem[] => {
  const [instance] = settings.instances;
  if (!instance) return [{ code: 'settings.not-set-up', facts: {} }];
  const refused = gates.tokensRefused[instance.key];
  return refused ? [{ code: refused.code, facts: {} }] : [];
};

const appleProblems = ({ settings, gates, now }: StatusFacts): Problem[] => {
  const { appleNeedsUser, full } = gates;
  const signIn = signInOf(settings, now);
  return [
    ...(settings.appleId === null ? [{ code: 'icloud.not-signed-in' as const, facts: {} }] : []),
    ...(appleNeedsUser ? [{ code: appleNeedsUser.code, facts: { since: appleNeedsUser.since } }] : []),
    ...(full ? [{ code: 'icloud.full' as const, facts: { neededBytes: full.neededBytes } }] : []),
    ...(signIn?.due && !appleNeedsUser
      ? [{ code: 'icloud.sign-in-due' as const, facts: { daysLeft: signIn.daysLeft } }]
      : []),
  ];
};

const ageProblems = ({ gates, look, now }: StatusFacts, newest: StoredBackup | undefined): Problem[] => {
  const refused = Object.values(gates.backups).find((backup) => backup.refused)?.refused;
  const gaveUp = Object.values(gates.backups).filter((backup) => backup.failures >= maxFailures).length;
  const age = newest ? ageHours(newest.manifest.date, now) : 0;
  const level = newest && staleness(age, rhythmHours(look.home?.recurrence));
  return [
    ...(level && level !== 'fresh'
      ? [{ code: 'sync.stale' as const, facts: { level, ageHours: Math.round(age) } }]
      : []),
    ...(refused ? [{ code: refused.code, facts: {} }] : []),
    ...(gaveUp > 0 ? [{ code: 'sync.gave-up' as const, facts: { backups: gaveUp } }] : []),
  ];
};

/** Deletions wait until Home Assistant tells again who it is: no later look says it by itself, so it is asked until then. */
const identityProblem = (facts: StatusFacts): Problem[] => {
  if (facts.look.home?.ambiguous !== true) return [];
  const expired = planPrune(rememberedFacts(facts), []).verdicts.filter((verdict) => verdict.expires).length;
  return expired > 0 ? [{ code: 'ha.instance-ambiguous', facts: { expired } }] : [];
};

const weekMs = 7 * 24 * hourMs;

/** Backups that Home Assistant made and removed again before this computer saw them, noticed within the last week. */
const recentUnpulled = ({ history, now }: StatusFacts): Problem[] => {
  const noticed = history.findLast(
    (entry) => tellsOfUnpulled(entry) && now.getTime() - new Date(entry.at).getTime() < weekMs,
  );
  return noticed ? [{ code: 'ha.unpulled', facts: { noticed: noticed.at } }] : [];
};

/** Out of the house: nothing is wrong before the newest copy gets late, and that is a problem of its own. */
const away = new Set<Problem['code']>(['ha.away', 'ha.unreachable']);

/** Worst first. */
const safetyOf = (
  facts: StatusFacts,
  newest: StoredBackup | undefined,
  problems: readonly Problem[],
): Status['safety'] => {
  const { settings, now, look } = facts;
  if (settings.instances.length === 0 || settings.appleId === null) return 'not-set-up';
  const late = newest ? staleness(ageHours(newest.manifest.date, now), rhythmHours(look.home?.recurrence)) : undefined;
  const grave = problems.some(
    (problem) => !isMild(problem) && !(problem.code === 'sync.stale' && problem.facts['level'] === 'late'),
  );
  if (grave || late === 'stale') return 'danger';
  if (facts.running && facts.running.isRun !== false) return 'busy';
  if (!newest) return 'waiting';
  return late === 'late' || problems.some(({ code }) => !away.has(code)) ? 'warning' : 'safe';
};
