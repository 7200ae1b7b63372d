import { aProblem } from '../../shared/problems/a-problem.ts';
import { endsRun, isVerdict } from '../../shared/problems/rules.ts';
import type { Counts } from '../../shared/proof.ts';
import type { BackupOutcome, Problem } from '../../shared/run-report.ts';
import type { CloudView } from '../domain/cloud-view.ts';
import type { RemoteFile, StoredBackup } from '../domain/manifest.ts';
import { toAppError, type AppError } from '../errors/app-error.ts';
import type { HomeDescription } from '../ports/backup-source.ts';
import type { Destination } from '../ports/destination.ts';
import { adoptUpload, type AdoptPorts } from './adopt-upload.ts';
import { forgetBackups, rememberFailure } from './back-off.ts';
import { asProven } from './as-proven.ts';
import { missingParts } from './missing-parts.ts';
import { tolerateDiskErrors } from './tolerate-disk-errors.ts';
import type { InstanceFolder } from './instance-folder.ts';
import type { Pull } from './sync-facts.ts';
import { pullBackup } from './pull-backup.ts';
import { lastCounts } from './last-counts.ts';
import { ProofBeside } from './proof-beside.ts';
import type { RunLog } from './run-log.ts';
import type { RunPorts } from './run-ports.ts';
import { storeArchive, type StorePorts } from './store-archive.ts';
import { problemOf, transferAll, type TransferResult } from './transfer.ts';
import { TransferDisplay } from './transfer-display.ts';

export interface TakeOverContext {
  readonly ports: RunPorts;
  readonly place: InstanceFolder;
  readonly home: HomeDescription;
  readonly destination: Destination;
  readonly cloud: CloudView;
  readonly log: RunLog;
}

/** Pulls and stores what the plan names; returns what is stored now. What failed is in the gates and in the log. */
export const transferBackups = async (
  pulls: readonly Pull[],
  context: TakeOverContext,
  signal: AbortSignal,
): Promise<StoredBackup[]> => {
  const { ports } = context;
  const stored: StoredBackup[] = [];
  await ports.staging.sweep(pulls.map((pull) => pull.backup.id));
  const show = new TransferDisplay(pulls.length, ports.onActivity);
  await transferAll(
    pulls,
    {
      pull: (pull, either) =>
        pullBackup(
          pull,
          {
            source: ports.source,
            staging: ports.staging,
            clock: ports.clock,
            instanceId: context.place.instanceId,
            requireProtected: ports.settings.requireProtected,
            pausesMs: ports.settings.pullPausesMs,
            onBytes: (bytes, total) => show.download({ name: pull.backup.name, bytes, total }),
          },
          either,
        ),
      store: (pull, staged, either) => {
        const backup = asProven(pull.backup, staged.report, ports.clock.now());
        const missing = missingParts(backup, [...context.cloud.stored, ...stored]);
        const before = lastCounts(backup, [...context.cloud.stored, ...stored]);
        return storeArchive({ ...pull, backup }, staged, missing, storePorts(pull, before, context, show), either);
      },
      onResult: async (pull, result) => {
        if (result.outcome === 'stored') stored.push(result.stored);
        show.done(pull.backup.name);
        await settle(pull, result, context);
      },
      endsRun: ({ code }) => endsRun(code),
      budget: ports.settings.stagingBudget,
    },
    signal,
  );
  return stored;
};

/** Own uploads of earlier runs that nobody confirmed and that exist nowhere else. */
export const adoptAll = async (
  uploads: readonly RemoteFile[],
  context: TakeOverContext,
  signal: AbortSignal,
): Promise<StoredBackup[]> => {
  const adopted: StoredBackup[] = [];
  for (const file of uploads) {
    try {
      adopted.push(await adoptUpload(file, identityPorts(context), signal));
    } catch (error) {
      const problem = toAppError(error);
      if (endsRun(problem.code)) throw problem;
      context.log.warn(problemOf(problem));
      await rememberAdoption(context.ports, file, problem);
    }
  }
  return adopted;
};

/** Hours before a failed adoption is tried again: gigabytes would come down with every run. After the last one it is left. */
const adoptionPausesHours = [6, 24, 72, 168] as const;

/** One that is surely torn is never brought back again; any other failure may pass. */
const rememberAdoption = async (
  { gates, clock }: RunPorts,
  { name, size }: RemoteFile,
  { code }: AppError,
): Promise<void> => {
  await gates.update((current) => {
    if (code === 'cloud.copy-damaged')
      return { ...current, damagedUploads: { ...current.damagedUploads, [name]: size } };
    const failures = (current.adoptions[name]?.failures ?? 0) + 1;
    const hours = adoptionPausesHours[Math.min(failures, adoptionPausesHours.length) - 1] ?? 0;
    const notBefore = new Date(clock.now().getTime() + hours * 3_600_000).toISOString();
    return { ...current, adoptions: { ...current.adoptions, [name]: { failures, notBefore } } };
  });
};

const storePorts = (
  pull: Pull,
  before: Counts | null,
  context: TakeOverContext,
  show: TransferDisplay,
): StorePorts => ({
  ...identityPorts(context),
  doubtful: new Set([
    // Here, but not for as long as this computer promises: that is why it stores one of its own.
    ...context.cloud.stored.map((copy) => copy.manifest.archive),
    ...context.cloud.damaged.map((copy) => copy.manifest.archive),
    ...context.cloud.unconfirmed.map((file) => file.name),
    ...context.cloud.unreadable.map((file) => file.name),
    ...context.cloud.strange,
  ]),
  onProgress: (progress) => show.upload({ name: pull.backup.name, ...progress }),
  prove: (staged, signal) => new ProofBeside(staged, before, context.ports.prove, signal),
});

const identityPorts = ({ ports, place, home, destination }: TakeOverContext): AdoptPorts => ({
  destination,
  staging: ports.staging,
  clock: ports.clock,
  folder: place.folder,
  identity: {
    instanceId: place.instanceId,
    instanceName: home.name,
    computerId: ports.settings.computerId,
    computerName: ports.settings.computerName,
    retention: ports.settings.retention,
    appVersion: ports.settings.appVersion,
  },
});

/** Gates, report and history of one backup. */
const settle = async (pull: Pull, result: TransferResult, { ports, log }: TakeOverContext): Promise<void> => {
  const { backup } = pull;
  const now = ports.clock.now();
  // The copy is stored, or is not, whatever becomes of the note about it.
  await tolerateDiskErrors(log, async () => {
    await ports.gates.update((gates) => {
      if (result.outcome !== 'failed') return withoutFull(forgetBackups(gates, new Set([backup.id])));
      if (result.error.code !== 'cloud.full') return rememberFailure(gates, pull, result.error, now);
      return { ...gates, full: { since: now.toISOString(), neededBytes: pull.copy.size ?? 0 } };
    });
  });
  const outcome = outcomeOf(pull, result);
  log.backup(outcome);
  if (result.outcome === 'stored') warnOfStored(pull, result.stored, log);
  await ports.onOutcome(outcome);
};

/** Nothing is known to lack room any more. */
export const withoutFull = <T extends { full?: unknown }>(gates: T): Omit<T, 'full'> => {
  const { full, ...rest } = gates;
  return full === undefined ? gates : rest;
};

const outcomeOf = ({ backup, copy }: Pull, result: TransferResult): BackupOutcome => {
  const base = { id: backup.id, name: backup.name };
  if (result.outcome === 'failed') {
    const problem = withNeed(problemOf(result.error), copy.size);
    return { ...base, outcome: isVerdict(result.error.code) ? 'refused' : 'failed', problem };
  }
  if (result.outcome === 'already-stored') return { ...base, outcome: 'already-stored' };
  const { archive, size } = result.stored.manifest;
  return { ...base, outcome: 'stored', archive, bytes: size, level: result.stored.manifest.level };
};

/** How much room it takes is known here, not where the refusal is read. */
const withNeed = (problem: Problem, size: number | undefined): Problem =>
  problem.code === 'cloud.full' && size !== undefined
    ? { ...problem, facts: { ...problem.facts, neededBytes: size } }
    : problem;

const warnOfStored = ({ copy }: Pull, { manifest }: StoredBackup, log: RunLog): void => {
  const { name, plainParts } = manifest;
  const levels = manifest.proof?.levels ?? [];
  const failed = levels.find(({ holds }) => holds === false)?.problem;
  if (failed) log.warn({ code: failed.code, facts: { ...failed.facts, name } });
  const parts = manifest.defects.map((defect) => defect.part).join(', ');
  const kinds = [...new Set(manifest.defects.map((defect) => defect.kind))].join(', ');
  if (manifest.defects.length > 0) log.warn(aProblem('archive.defects', { name, parts, kinds }));
  if (manifest.protected || !(copy.protected || plainParts)) return;
  log.warn(aProblem('archive.in-clear', { name, parts: plainParts?.join(', ') ?? '' }));
};
