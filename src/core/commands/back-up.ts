import { randomBytes } from 'node:crypto';
import { isOfCloud } from '../../shared/problems/catalogue.ts';
import { closesCloud } from '../../shared/problems/rules.ts';
import type { Activity, RunReport } from '../../shared/run-report.ts';
import { foreignLabel, unnamedHome } from '../../shared/safe-text.ts';
import type { Needs } from '../context.ts';
import { toAppError } from '../errors/app-error.ts';
import { appleBudget } from '../icloud/apple-budget.ts';
import { checkApple } from '../icloud/apple-gate.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { tellsOfUnpulled, type HistoryEntry, type runTriggers } from '../state/history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { noteHistory } from '../state/note-history.ts';
import type { InstanceFolder } from '../sync/instance-folder.ts';
import { RunLog } from '../sync/run-log.ts';
import type { RunOptions, RunPorts } from '../sync/run-ports.ts';
import { usualPausesMs } from '../sync/pull-backup.ts';
import { scratchRoot } from '../proof/scratch.ts';
import { usualProofPatienceMs } from '../sync/proof-beside.ts';
import { runSync } from '../sync/run-sync.ts';
import { endEntry, entryOf, hasUnpulled, madeEntry, prunedEntry } from './history-entries.ts';
import { noteTried } from '../keys/key-memory.ts';
import { keysOfRun, type KeyNeeds } from './known-keys.ts';
import { openSource, rememberRefusal, type OpenSource, type SourceNeeds } from './open-source.ts';
import { readStatus, type StatusNeeds } from './read-status.ts';
import { takeRunLock, type LockNeeds } from './under-run-lock.ts';

export type RunNeeds = Needs<
  'drive' | 'gates' | 'history' | 'instance' | 'lastLook' | 'settings' | 'stagingOf',
  'appVersion' | 'clock' | 'folders' | 'logger' | 'processes' | 'prover' | 'timings'
> &
  KeyNeeds &
  LockNeeds &
  SourceNeeds &
  StatusNeeds;

export interface BackUpInput {
  readonly create: boolean;
  /** Ids taken up again in spite of an earlier removal, refusal or back-off. */
  readonly asked: readonly string[];
  readonly by: RunOptions['by'];
}

/**
 * One run of its own: lock, connection, history. Errors before it could begin: `settings.*`, `secrets.*`, `sync.running`;
 * everything later is in the report.
 */
export const backUp = async (
  context: RunNeeds,
  input: BackUpInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RunReport> => {
  await context.settings.load();
  context.instance();
  await context.secretStore();
  const lock = await takeRunLock(context, { waitMs: patienceMs.command, isRun: true }, signal);
  const log = new RunLog(context.ports.clock.now());
  const until = AbortSignal.any([signal, lock.stopped]);
  let open: OpenSource | undefined;
  try {
    onActivity({ phase: 'connecting' });
    const instance = context.instance();
    open = await openSource(context, instance, until);
    return await runWith(context, instance, open, input, onActivity, until);
  } catch (thrown) {
    log.fail(toAppError(thrown));
    return await written(context, input, log.report(context.ports.clock.now()));
  } finally {
    await open?.source.close();
    await lock.release();
  }
};

/** A run over a connection that is already open. The caller holds the lock. */
export const runWith = async (
  context: RunNeeds,
  instance: InstanceSettings,
  { source, tokenHash }: OpenSource,
  input: BackUpInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RunReport> => {
  const options = { create: input.create, asked: new Set(input.asked), by: input.by };
  const report = await runSync(options, runPorts(context, instance, source, onActivity), signal);
  if (report.problem) await rememberRefusal(context, instance, tokenHash, report.problem.code);
  return await written(context, input, input.by === 'user' ? await withMissing(context, report) : report);
};

/** The user asked for a backup, so each one that still could not be stored is named. */
const withMissing = async (context: RunNeeds, report: RunReport): Promise<RunReport> => {
  const { missing } = await readStatus(context);
  const outcome = report.outcome === 'done' && missing.length > 0 ? 'warnings' : report.outcome;
  return { ...report, outcome, missing };
};

const runPorts = (
  context: RunNeeds,
  instance: InstanceSettings,
  source: BackupSource,
  onActivity: (activity: Activity) => void,
): RunPorts => {
  const { ports, gates, lastLook } = context;
  const settings = context.settings.current;
  return {
    source,
    destination: () => context.drive(),
    budget: appleBudget,
    checkDestination: async () => checkApple(await gates.read(), ports.clock.now()),
    staging: context.stagingOf(instance.key),
    gates,
    lastLook,
    clock: ports.clock,
    prove: {
      prover: ports.prover,
      processes: ports.processes,
      clock: ports.clock,
      logger: ports.logger,
      scratchRoot: scratchRoot(ports.folders.staging),
      keys: keysOfRun(context, source),
      onTried: (sha256, tries) => noteTried(context, sha256, tries),
      patienceMs: ports.timings?.proofPatienceMs ?? usualProofPatienceMs,
    },
    logger: ports.logger,
    settings: {
      retention: settings.retention,
      requireProtected: settings.requireProtected,
      computerId: settings.computerId,
      adoptedComputers: settings.adoptedComputers,
      instanceKey: instance.key,
      known: instance,
      computerName: settings.computerName,
      appVersion: ports.appVersion,
      stagingBudget: settings.stagingBudgetBytes,
      pullPausesMs: ports.timings?.pullPausesMs ?? usualPausesMs,
    },
    onPlace: (place) => recordPlace(context, instance, place),
    onActivity,
    onOutcome: (outcome) => noteHistory(context, entryOf(outcome, instance.key, ports.clock.now())),
    onMade: (backups) => noteHistory(context, ...backups.map((backup) => madeEntry(backup, instance.key))),
    onPruned: (copies) =>
      noteHistory(context, ...copies.map((copy) => prunedEntry(copy, instance.key, ports.clock.now()))),
  };
};

/** Written only when something was learned: settings files that change on every look are backed up for nothing. */
const recordPlace = async (
  context: RunNeeds,
  instance: InstanceSettings,
  place: InstanceFolder & { name: string },
): Promise<void> => {
  const { instanceId, minted, folder, name } = place;
  const learned = { instanceId, minted, folder, name: foreignLabel(name, unnamedHome) };
  if (JSON.stringify({ ...instance, ...learned }) === JSON.stringify(instance)) return;
  await context.settings.update((current) => ({
    ...current,
    // Its address or certificate may have been set again since this run began.
    instances: current.instances.map((one) => (one.key === instance.key ? { ...one, ...learned } : one)),
  }));
};

/** What the history takes, and gives. */
type NotebookNeeds = Needs<'history', 'logger'>;

/** The last run failed at Home Assistant or on this computer, and now a look succeeded: the history should say so. */
const isDisproved = async ({ history }: NotebookNeeds): Promise<boolean> => {
  const { entries } = await history.read().catch(() => ({ entries: [] }));
  const last = entries.findLast((entry) => entry.kind === 'run-end');
  return last?.kind === 'run-end' && last.outcome === 'failed' && !(last.code && isOfCloud(last.code));
};

/** It had only begun, and made way for something else: nobody gave up on a backup. */
const madeWay = (by: RunOptions['by'], { outcome, created, backups, pruned }: RunReport): boolean =>
  outcome === 'cancelled' && by !== 'user' && created === undefined && backups.length + pruned.length === 0;

/** A look that found nothing is no event, nor one that something else was in the way of, nor the same failure once more. */
const isEvent = async (context: NotebookNeeds, by: RunOptions['by'], report: RunReport): Promise<boolean> => {
  if (report.problem?.code === 'sync.running' || madeWay(by, report)) return false;
  if (await isOldNews(context, by, report)) return false;
  return report.askedApple || report.outcome !== 'done' || (await isDisproved(context));
};

/**
 * One entry per episode: away from home a look fails every five minutes, and its lines would push everything else out of
 * the history. A sign-in in between begins a new episode, and what the user ordered is always told.
 */
const isOldNews = async ({ history }: NotebookNeeds, by: RunOptions['by'], report: RunReport): Promise<boolean> => {
  const { outcome, problem, backups, pruned } = report;
  if (by === 'user' || outcome !== 'failed' || backups.length + pruned.length > 0) return false;
  const last = lastEpisode((await history.read().catch(() => ({ entries: [] }))).entries);
  return last !== undefined && last.code === problem?.code && (!hasUnpulled(report) || tellsOfUnpulled(last));
};

const endsEpisode = (entry: HistoryEntry): boolean =>
  entry.kind === 'run-end' || (entry.kind === 'sign-in' && entry.what === 'completed');

/** How the last background run failed, if nothing came after it. */
const lastEpisode = (entries: readonly HistoryEntry[]): (HistoryEntry & { readonly kind: 'run-end' }) | undefined => {
  const last = entries.findLast(endsEpisode);
  if (last?.kind !== 'run-end' || last.outcome !== 'failed') return undefined;
  const start = entries.findLast((entry) => entry.kind === 'run-start' && entry.run === last.run);
  return start?.kind === 'run-start' && start.trigger !== 'user' ? last : undefined;
};

const triggers = { user: 'user', schedule: 'schedule', event: 'home-assistant' } as const satisfies Record<
  RunOptions['by'],
  (typeof runTriggers)[number]
>;

/** The two lines of an event, and a third when Apple wants the user from now on. */
export const written = async (context: NotebookNeeds, input: BackUpInput, report: RunReport): Promise<RunReport> => {
  if (!(await isEvent(context, input.by, report))) return report;
  const { problem, started, finished: at } = report;
  const run = randomBytes(4).toString('hex');
  const needed = problem !== undefined && closesCloud(problem.code) && problem.facts['remembered'] !== true;
  await noteHistory(
    context,
    { kind: 'run-start', at: started, run, trigger: triggers[input.by] },
    endEntry(report, run),
    ...(needed ? [{ kind: 'sign-in' as const, at, what: 'needed' as const, code: problem.code }] : []),
  );
  return report;
};
