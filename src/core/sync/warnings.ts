import type { Problem } from '../../shared/run-report.ts';
import type { HaBackup } from '../domain/backup.ts';
import type { SyncFacts, SyncPlan } from './plan-sync.ts';
import type { RunLog } from './run-log.ts';

/** What the user should know although the run goes on. */
export const warnAbout = (facts: SyncFacts, plan: SyncPlan, log: RunLog): void => {
  for (const problem of warningsOf(facts, plan)) log.warn(problem);
};

export const warningsOf = (facts: SyncFacts, plan: SyncPlan): Problem[] => [
  ...listProblem(facts),
  ...plan.pulls.flatMap(({ backup }) => partialProblems(backup)),
  ...plan.left
    .filter(({ reason }) => reason === 'refused' || reason === 'gave-up' || reason === 'unprotected')
    .map(({ backup, code }) => ({ code: code ?? 'sync.gave-up', facts: { name: backup.name, backup: backup.id } })),
  ...facts.cloud.damaged.map(({ manifest }) => ({
    code: 'icloud.copy-damaged' as const,
    facts: { archive: manifest.archive },
  })),
  ...facts.cloud.unreadable.map(({ name }) => ({ code: 'icloud.copy-damaged' as const, facts: { archive: name } })),
  ...holdProblem(facts, plan),
];

const listProblem = ({ home }: SyncFacts): Problem[] =>
  home.complete ? [] : [{ code: home.why.code, facts: { ...home.why.facts } }];

/** What Home Assistant says of its own backup: parts it could not save, locations it could not reach. */
const partialProblems = (backup: HaBackup): Problem[] => {
  const parts = [...backup.failed.addons, ...backup.failed.folders];
  const { agents } = backup.failed;
  return [
    ...(parts.length > 0
      ? [{ code: 'ha.partial' as const, facts: { name: backup.name, parts: parts.join(', ') } }]
      : []),
    ...(agents.length > 0
      ? [{ code: 'ha.location-failed' as const, facts: { name: backup.name, locations: agents.join(', ') } }]
      : []),
  ];
};

/** A held prune matters only when something would go. A Home Assistant list that is incomplete was said already. */
const holdProblem = ({ home }: SyncFacts, { prune }: SyncPlan): Problem[] => {
  const expired = prune.verdicts.filter((verdict) => verdict.expires).length;
  if (prune.held === 'sync.clock-skew') return [{ code: prune.held, facts: { expired } }];
  const waiting = prune.held === 'sync.prune-limit' ? expired : prune.later.length;
  if (waiting > 0) return [{ code: 'sync.prune-limit', facts: { waiting } }];
  return prune.held !== undefined && expired > 0 && home.complete ? [{ code: prune.held, facts: { expired } }] : [];
};
