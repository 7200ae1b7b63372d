import type { PruneResult } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import type { Context } from '../context.ts';
import { forgetRemovals, rememberRemoval } from '../state/gates.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { carryOutPrune, Removals } from '../sync/carry-out-prune.ts';
import { planPrune, type PrunePlan } from '../sync/plan-prune.ts';
import type { SyncFacts } from '../sync/plan-sync.ts';
import { prunedEntry } from './history-entries.ts';
import { askApple, factsOf, lookAtBoth } from './look.ts';
import { underRunLock } from './under-run-lock.ts';

export interface PruneInput {
  readonly dryRun: boolean;
  /** Archives that the user saw and agreed to; nothing else goes. */
  readonly only?: readonly string[];
}

/** Retention alone, at the user's wish: everything else holds as in a run, only the limits per day are the user's to lift. */
export const pruneNow = async (context: Context, input: PruneInput, signal: AbortSignal): Promise<PruneResult> => {
  await context.settings.load();
  return await underRunLock(context, { waitMs: patienceMs.command }, signal, async () => {
    const facts = attended(await factsOf(context, await lookAtBoth(context, signal)));
    const plan = planPrune(facts, []);
    const { dryRun, only } = input;
    const agreed = only && new Set(only);
    const mayGo = (copy: StoredBackup): boolean => agreed?.has(copy.manifest.archive) ?? true;
    const remove = [...plan.remove, ...plan.later].filter(mayGo);
    const ordered: PrunePlan = { ...plan, remove, later: [], duplicates: plan.duplicates.filter(mayGo) };
    const result = describe(dryRun ? plan : ordered, dryRun);
    if (dryRun || plan.held !== undefined) return result;
    return { ...result, removed: await carryOut(context, ordered, facts, signal) };
  });
};

/** Deletions wait for the user where it was forgotten how many there were: here he is. */
const attended = (facts: SyncFacts): SyncFacts => ({
  ...facts,
  gates: { ...facts.gates, pruneNotBefore: undefined },
});

/** What went is forgotten also when it breaks off: else the status would count it until the next look at Apple. */
const carryOut = async (
  context: Context,
  plan: PrunePlan,
  { cloud }: SyncFacts,
  signal: AbortSignal,
): Promise<string[]> => {
  const removals = new Removals();
  const onRemoving = (copy: StoredBackup): Promise<void> => count(context, copy.manifestName);
  const ports = { destination: await context.drive(), cloud, onRemoving, removals };
  try {
    await askApple(context, () => carryOutPrune(plan, ports, signal));
  } finally {
    await forget(context, removals);
    const [{ key }, now] = [context.instance(), context.ports.clock.now()];
    await noteHistory(context, ...removals.of(plan.remove).map((copy) => prunedEntry(copy, key, now)));
  }
  return plan.remove.map((copy) => copy.manifest.archive);
};

export const describe = (plan: PrunePlan, dryRun: boolean): PruneResult => {
  const goes = new Set([...plan.remove, ...plan.duplicates]);
  const later = new Set(plan.later);
  return {
    dryRun,
    held: plan.held === undefined ? null : { code: plan.held, facts: {} },
    backups: plan.verdicts.map(({ stored, reason }) => ({
      id: stored.manifest.backupId,
      name: stored.manifest.name,
      archive: stored.manifest.archive,
      date: stored.manifest.date,
      next: goes.has(stored) ? 'delete' : later.has(stored) ? 'later' : 'keep',
      reason,
    })),
    removed: [],
  };
};

/** Deletions that the user ordered count for the unattended limit as well: it can only get stricter. */
const count = async ({ gates, ports }: Context, manifestName: string): Promise<void> => {
  await gates.update((current) => rememberRemoval(current, manifestName, ports.clock.now()));
};

const forget = async ({ lastLook, gates, instance }: Context, removals: Removals): Promise<void> => {
  const { cloud } = await lastLook.update((look) =>
    look.cloud ? { ...look, cloud: removals.after(look.cloud) } : look,
  );
  await gates.update((current) => ({
    ...forgetRemovals(current, [...removals.whole]),
    ...(cloud ? { knownCopies: { ...current.knownCopies, [instance().key]: cloud.stored.length } } : {}),
  }));
};
