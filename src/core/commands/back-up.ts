import { randomBytes } from 'node:crypto';
import type { Activity, BackupOutcome, RunReport } from '../../shared/run-report.ts';
import type { Context } from '../context.ts';
import { toAppError } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import { gatesOfApple } from '../state/gates.ts';
import type { runTriggers } from '../state/history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { noteHistory } from '../state/note-history.ts';
import type { Place } from '../sync/place.ts';
import type { MadeBackup } from '../sync/remember-look.ts';
import { RunLog } from '../sync/run-log.ts';
import type { RunOptions, RunPorts } from '../sync/run-ports.ts';
import { usualPausesMs } from '../sync/pull-backup.ts';
import { runSync } from '../sync/run-sync.ts';
import { openSource, rememberRefusal, type OpenSource } from './open-source.ts';
import { takeRunLock } from './under-run-lock.ts';

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
  context: Context,
  input: BackUpInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RunReport> => {
  await context.settings.load();
  context.instance();
  await context.secretStore();
  const lock = await takeRunLock(context, { waitMs: patienceMs.command }, signal);
  const log = new RunLog(context.ports.clock.now());
  let open: OpenSource | undefined;
  try {
    onActivity({ phase: 'connecting' });
    const instance = context.instance();
    open = await openSource(context, instance, signal);
    return await runWith(context, instance, open, input, onActivity, signal);
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
  context: Context,
  instance: InstanceSettings,
  { source, tokenHash }: OpenSource,
  input: BackUpInput,
  onActivity: (activity: Activity) => void,
  signal: AbortSignal,
): Promise<RunReport> => {
  const options = { create: input.create, asked: new Set(input.asked), by: input.by };
  const report = await runSync(options, runPorts(context, instance, source, onActivity), signal);
  if (report.problem) await rememberRefusal(context, instance, tokenHash, report.problem.code);
  return await written(context, input, report);
};

const runPorts = (
  context: Context,
  instance: InstanceSettings,
  source: BackupSource,
  onActivity: (activity: Activity) => void,
): RunPorts => {
  const { ports, gates, lastLook } = context;
  const settings = context.settings.current;
  return {
    source,
    destination: () => context.drive(),
    staging: context.stagingOf(instance.key),
    gates,
    lastLook,
    clock: ports.clock,
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
  };
};

/** Written only when something was learned: settings files that change on every look are backed up for nothing. */
const recordPlace = async (
  context: Context,
  instance: InstanceSettings,
  place: Place & { name: string },
): Promise<void> => {
  const { instanceId, minted, folder, name } = place;
  const learned = { instanceId, minted, folder, name };
  if (JSON.stringify({ ...instance, ...learned }) === JSON.stringify(instance)) return;
  await context.settings.update((current) => ({
    ...current,
    // Its address or certificate may have been set anew since this run began.
    instances: current.instances.map((one) => (one.key === instance.key ? { ...one, ...learned } : one)),
  }));
};

const entryOf = ({ id, name, outcome, bytes, problem }: BackupOutcome, instance: string, now: Date) => ({
  kind: 'backup' as const,
  at: now.toISOString(),
  what: outcome === 'already-stored' ? ('stored' as const) : outcome,
  instance,
  backupId: id,
  name,
  ...(bytes === undefined ? {} : { bytes }),
  ...(problem === undefined ? {} : { code: problem.code }),
});

const madeEntry = ({ id, name, at }: MadeBackup, instance: string) => ({
  kind: 'backup' as const,
  at: at.toISOString(),
  what: 'made' as const,
  instance,
  backupId: id,
  name,
});

/** The last run failed at Home Assistant or on this computer, and now a look succeeded: the history should say so. */
const isDisproved = async ({ history }: Context): Promise<boolean> => {
  const { entries } = await history.read().catch(() => ({ entries: [] }));
  const last = entries.findLast((entry) => entry.kind === 'run-end');
  return last?.kind === 'run-end' && last.outcome === 'failed' && !last.code?.startsWith('icloud.');
};

/** A look that found nothing is no event, nor is one that another process was in the way of. */
const isEvent = async (context: Context, { askedApple, outcome, problem }: RunReport): Promise<boolean> => {
  if (problem?.code === 'sync.running') return false;
  return askedApple || outcome !== 'done' || (await isDisproved(context));
};

const triggers = { user: 'user', schedule: 'schedule', event: 'home-assistant' } as const satisfies Record<
  RunOptions['by'],
  (typeof runTriggers)[number]
>;

/** The two lines of an event, and a third when Apple wants the user from now on. */
export const written = async (context: Context, input: BackUpInput, report: RunReport): Promise<RunReport> => {
  if (!(await isEvent(context, report))) return report;
  const { problem, started, finished: at, outcome } = report;
  const run = randomBytes(4).toString('hex');
  const code = problem?.code ?? report.warnings[0]?.code;
  const needed = problem !== undefined && gatesOfApple.has(problem.code) && problem.facts['remembered'] !== true;
  await noteHistory(
    context,
    { kind: 'run-start', at: started, run, trigger: triggers[input.by] },
    {
      kind: 'run-end',
      at,
      run,
      outcome,
      stored: report.backups.filter((backup) => backup.outcome === 'stored').length,
      pruned: report.pruned.length,
      ...(code === undefined ? {} : { code }),
    },
    ...(needed ? [{ kind: 'sign-in' as const, at, what: 'needed' as const, code: problem.code }] : []),
  );
  return report;
};
