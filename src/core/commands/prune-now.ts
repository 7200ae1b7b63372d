import type { PruneResult } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import type { Context } from '../context.ts';
import { acquireRunLock } from '../state/run-lock.ts';
import { forgetRemovals, rememberRemoval } from '../state/gates.ts';
import { carryOutPrune } from '../sync/carry-out-prune.ts';
import { planPrune, type PrunePlan } from '../sync/plan-prune.ts';
import { askApple, factsOf, lookAtBoth } from './look.ts';

export interface PruneInput {
  readonly dryRun: boolean;
  /** Archives that the user saw and agreed to; nothing else goes. */
  readonly only?: readonly string[];
}

/** Retention alone, at the user's wish: everything else holds as in a run, only the limit per day is the user's to lift. */
export const pruneNow = async (
  context: Context,
  { dryRun, only }: PruneInput,
  signal: AbortSignal,
): Promise<PruneResult> => {
  await context.settings.load();
  const lock = await acquireRunLock(context.lockPlace, context.ports.clock.now());
  try {
    const sides = await lookAtBoth(context, signal);
    const facts = await factsOf(context, sides);
    const plan = planPrune(facts, []);
    const agreed = (copy: StoredBackup): boolean => only === undefined || only.includes(copy.manifest.archive);
    const attended: PrunePlan = { ...plan, remove: [...plan.remove, ...plan.later].filter(agreed), later: [] };
    const result = describe(dryRun ? plan : attended, dryRun);
    if (dryRun || plan.held !== undefined) return result;
    const destination = await context.drive();
    const ports = {
      destination,
      cloud: facts.cloud,
      onRemoving: (copy: StoredBackup) => count(context, copy.manifestName),
    };
    const gone = await askApple(context, () => carryOutPrune(attended, ports, signal));
    await forget(
      context,
      gone.map((copy) => copy.manifestName),
    );
    return { ...result, removed: gone.map((copy) => copy.manifest.archive) };
  } finally {
    await lock.release();
  }
};

const describe = (plan: PrunePlan, dryRun: boolean): PruneResult => ({
  dryRun,
  held: plan.held === undefined ? null : { code: plan.held, facts: {} },
  backups: plan.verdicts.map(({ stored, reason }) => ({
    id: stored.manifest.backupId,
    name: stored.manifest.name,
    archive: stored.manifest.archive,
    date: stored.manifest.date,
    next:
      plan.remove.includes(stored) || plan.duplicates.includes(stored)
        ? 'delete'
        : plan.later.includes(stored)
          ? 'later'
          : 'keep',
    reason,
  })),
  removed: [],
});

/** Deletions that the user ordered count for the unattended limit as well: it can only get stricter. */
const count = async ({ gates, ports }: Context, manifestName: string): Promise<void> => {
  await gates.update((current) => rememberRemoval(current, manifestName, ports.clock.now()));
};

const forget = async ({ lastLook, gates, instance }: Context, manifestNames: readonly string[]): Promise<void> => {
  const gone = new Set(manifestNames);
  const look = await lastLook.update((current) =>
    current.cloud
      ? {
          ...current,
          cloud: { ...current.cloud, stored: current.cloud.stored.filter((copy) => !gone.has(copy.manifestName)) },
        }
      : current,
  );
  await gates.update((current) => forgetRemovals(current, manifestNames));
  const left = look.cloud?.stored.length;
  if (left === undefined) return;
  await gates.update((current) => ({ ...current, knownCopies: { ...current.knownCopies, [instance().key]: left } }));
};
