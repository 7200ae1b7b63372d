import { randomBytes } from 'node:crypto';
import type { Activity, BackupOutcome, RunReport } from '../../shared/run-report.ts';
import type { Context } from '../context.ts';
import { toAppError } from '../errors/app-error.ts';
import type { BackupSource } from '../ports/backup-source.ts';
import type { InstanceSettings } from '../settings/schema.ts';
import type { runTriggers } from '../state/history.ts';
import { acquireRunLock } from '../state/run-lock.ts';
import type { Place } from '../sync/place.ts';
import { RunLog } from '../sync/run-log.ts';
import type { RunOptions, RunPorts } from '../sync/run-ports.ts';
import { usualPausesMs } from '../sync/pull-backup.ts';
import { runSync } from '../sync/run-sync.ts';
import { openSource, rememberRefusal, type OpenSource } from './open-source.ts';

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
  const instance = context.instance();
  await context.secretStore();
  const lock = await acquireRunLock(context.lockPlace, context.ports.clock.now());
  const log = new RunLog(context.ports.clock.now());
  let open: OpenSource | undefined;
  try {
    onActivity({ phase: 'connecting' });
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
  const { ports, gates, lastLook, history } = context;
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
    onOutcome: async (outcome) => {
      // For people only: a history that cannot be written must not make a stored copy look like a failure.
      await history.add(entryOf(outcome, instance.key, ports.clock.now())).catch((error: unknown) => {
        ports.logger.warn('history not written', { code: toAppError(error).code });
      });
    },
  };
};

/** Written only when something was learned: settings files that change on every look are backed up for nothing. */
const recordPlace = async (
  context: Context,
  instance: InstanceSettings,
  place: Place & { name: string },
): Promise<void> => {
  const { instanceId, minted, folder, name } = place;
  const next = { ...instance, instanceId, minted, folder, name };
  if (JSON.stringify(next) === JSON.stringify(instance)) return;
  await context.settings.update((current) => ({
    ...current,
    instances: current.instances.map((one) => (one.key === instance.key ? next : one)),
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

/** The last run failed at Home Assistant or on this computer, and now a look succeeded: the history should say so. */
const isDisproved = async ({ history }: Context): Promise<boolean> => {
  const last = (await history.read()).entries.findLast((entry) => entry.kind === 'run-end');
  return last?.kind === 'run-end' && last.outcome === 'failed' && !last.code?.startsWith('icloud.');
};

const triggers = { user: 'user', schedule: 'schedule', event: 'home-assistant' } as const satisfies Record<
  RunOptions['by'],
  (typeof runTriggers)[number]
>;

/** A look that found nothing is no event; everything else gets its two lines. */
export const written = async (context: Context, input: BackUpInput, report: RunReport): Promise<RunReport> => {
  if (!report.askedApple && report.outcome === 'done' && !(await isDisproved(context))) return report;
  const run = randomBytes(4).toString('hex');
  const code = report.problem?.code ?? report.warnings[0]?.code;
  await context.history.add({ kind: 'run-start', at: report.started, run, trigger: triggers[input.by] });
  await context.history.add({
    kind: 'run-end',
    at: report.finished,
    run,
    outcome: report.outcome,
    stored: report.backups.filter((backup) => backup.outcome === 'stored').length,
    pruned: report.pruned.length,
    ...(code === undefined ? {} : { code }),
  });
  return report;
};
