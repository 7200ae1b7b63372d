import type { PruneResult } from '../../shared/status.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import type { Needs } from '../context.ts';
import { countRemoval, rememberRemoval } from '../state/gates.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { carryOutPrune, noteRemoved, Removals, type Removal } from '../sync/carry-out-prune.ts';
import { planPrune, type PrunePlan } from '../sync/plan-prune.ts';
import type { SyncFacts } from '../sync/sync-facts.ts';
import { prunedEntry } from './history-entries.ts';
import { factsOf, lookAtBoth, type LookNeeds } from './look.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

type PruneNeeds = Needs<'history', 'clock' | 'logger'> & LockNeeds & LookNeeds;

export interface PruneInput {
  readonly dryRun: boolean;
  /** Archives that the user saw and agreed to; nothing else goes. */
  readonly only?: readonly string[];
}

/** Retention alone, at the user's wish: everything else holds as in a run, only the limits per day are the user's to lift. */
export const pruneNow = async (context: PruneNeeds, input: PruneInput, signal: AbortSignal): Promise<PruneResult> => {
  await context.settings.load();
  return await underRunLock(context, { waitMs: patienceMs.command }, signal, async (until) => {
    const facts = attended(await factsOf(context, await lookAtBoth(context, until)));
    const plan = planPrune(facts, []);
    const { dryRun, only } = input;
    const agreed = only && new Set(only);
    const mayGo = (copy: StoredBackup): boolean => agreed?.has(copy.manifest.archive) ?? true;
    const remove = [...plan.remove, ...plan.later].filter(mayGo);
    const ordered: PrunePlan = { ...plan, remove, later: [], duplicates: plan.duplicates.filter(mayGo) };
    const result = describe(dryRun ? plan : ordered, dryRun);
    if (dryRun || plan.held !== undefined) return result;
    return { ...result, removed: await carryOut(context, ordered, facts, until) };
  });
};

/** Deletions wait for the user where it was forgotten how many there were: here he is. */
const attended = (facts: SyncFacts): SyncFacts => ({
  ...facts,
  unlimited: true,
  gates: { ...facts.gates, pruneNotBefore: undefined },
});

/** What went is forgotten also when it breaks off: else the status would count it until the next look at Apple. */
const carryOut = async (
  context: PruneNeeds,
  plan: PrunePlan,
  { cloud, gates }: SyncFacts,
  signal: AbortSignal,
): Promise<string[]> => {
  const removals = new Removals(gates.pruning);
  const onRemoving = (removal: Removal): Promise<void> => count(context, removal);
  const ports = { destination: await context.drive(), cloud, onRemoving, removals };
  try {
    await carryOutPrune(plan, ports, signal);
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
const count = async ({ gates, ports }: PruneNeeds, { manifestName }: Removal): Promise<void> => {
  const now = ports.clock.now();
  await gates.update((current) =>
    manifestName === undefined ? countRemoval(current, now) : rememberRemoval(current, manifestName, now),
  );
};

const forget = async ({ lastLook, gates, instance, ports }: PruneNeeds, removals: Removals): Promise<void> => {
  const { cloud } = await lastLook.update((look) =>
    look.cloud ? { ...look, cloud: removals.after(look.cloud) } : look,
  );
  await gates.update((current) => ({
    ...noteRemoved(current, removals, ports.clock.now()),
    ...(cloud ? { knownCopies: { ...current.knownCopies, [instance().key]: cloud.stored.length } } : {}),
  }));
};
