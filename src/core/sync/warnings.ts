import { aProblem } from '../../shared/problems/a-problem.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { HaBackup } from '../domain/backup.ts';
import { idInName } from '../domain/names.ts';
import { clockProblems, isHeldByDates } from './clock-doubt.ts';
import type { SyncPlan } from './plan-sync.ts';
import type { SyncFacts } from './sync-facts.ts';
import { vanishedProblem } from './everything.ts';
import type { RunLog } from './run-log.ts';

/** What the user should know although the run goes on. */
export const warnAbout = (facts: SyncFacts, plan: SyncPlan, log: RunLog): void => {
  for (const problem of warningsOf(facts, plan)) log.warn(problem);
};

export const warningsOf = (facts: SyncFacts, plan: SyncPlan): Problem[] => [
  ...listProblem(facts),
  ...vanishedProblem(
    facts,
    plan.pulls.map(({ backup }) => idInName(backup.id)),
  ),
  ...plan.pulls.flatMap(({ backup }) => partialProblems(backup)),
  ...plan.left
    .filter(({ reason }) => reason === 'refused' || reason === 'gave-up' || reason === 'unprotected')
    .map(({ backup, code }) => ({ code: code ?? 'sync.gave-up', facts: { name: backup.name, backup: backup.id } })),
  ...facts.cloud.damaged.map(({ manifest }) => aProblem('cloud.copy-damaged', { archive: manifest.archive })),
  ...facts.cloud.unreadable.map(({ name }) => aProblem('cloud.copy-damaged', { archive: name })),
  ...unfetchedProblem(facts, plan),
  ...(facts.cloud.markerUnread ? [aProblem('cloud.marker-unread', { folder: facts.cloud.folder })] : []),
  ...holdProblem(facts, plan),
];

const unfetchedProblem = ({ cloud: { unfetched } }: SyncFacts, { prune }: SyncPlan): Problem[] => {
  const [name] = unfetched;
  if (name === undefined) return [];
  const expired = prune.verdicts.filter((verdict) => verdict.expires).length;
  return [aProblem('cloud.manifest-unfetched', { name, count: unfetched.length, expired })];
};

const listProblem = ({ home }: SyncFacts): Problem[] =>
  home.complete ? [] : [{ code: home.why.code, facts: { ...home.why.facts } }];

/** What Home Assistant says of its own backup: parts it could not save, locations it could not reach. */
export const partialProblems = (backup: HaBackup): Problem[] => {
  const parts = [...backup.failed.addons, ...backup.failed.folders];
  const { agents } = backup.failed;
  return [
    ...(parts.length > 0 ? [aProblem('ha.partial', { name: backup.name, parts: parts.join(', ') })] : []),
    ...(agents.length > 0 ? [aProblem('ha.location-failed', { name: backup.name, locations: agents.join(', ') })] : []),
  ];
};

/** A held prune matters only when something would go. Lists that are incomplete were said already. */
const holdProblem = (facts: SyncFacts, { prune }: SyncPlan): Problem[] => {
  const expired = prune.verdicts.filter((verdict) => verdict.expires).length;
  if (prune.held === 'cloud.manifest-unfetched') return [];
  if (isHeldByDates(prune.held)) return clockProblems(facts, prune.verdicts);
  const waiting = prune.held === 'sync.prune-limit' ? expired : prune.later.length;
  if (waiting > 0) return [aProblem('sync.prune-limit', { waiting })];
  return prune.held !== undefined && expired > 0 && facts.home.complete
    ? [{ code: prune.held, facts: { expired } }]
    : [];
};
