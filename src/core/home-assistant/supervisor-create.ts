import { AppError } from '../errors/app-error.ts';
import type { CreateProgress } from '../ports/backup-source.ts';
import type { Made } from './creation-state.ts';
import { CommandRefused, createFailure, words } from './errors.ts';
import { askSupervisor, type Session } from './session.ts';
import { startedSchema, supervisorJobSchema, type SupervisorJob } from './supervisor-schemas.ts';

/**
 * A full backup where Home Assistant has no settings for one yet (before 2025.1): on the Supervisor's default place, plain,
 * because there is no key. Errors as those of `createBackup`.
 */
export const createThroughSupervisor = async (
  session: Session,
  onProgress: (progress: CreateProgress) => void,
  signal: AbortSignal,
): Promise<Made> => {
  const job = await waitForJob(session, await start(session, signal), onProgress, signal);
  return {
    order: { jobId: job?.reference ?? '', kind: 'manual' },
    failed: job === undefined ? 'job-lost' : firstError(job),
    partial: job?.child_jobs.some(({ errors }) => errors.length > 0) ?? false,
  };
};

const start = async (session: Session, signal: AbortSignal): Promise<string> => {
  // Without a name it would be listed as an empty line. Without `background` the answer takes as long as the backup, and
  // Core stops waiting for it (facts#supervisor-commands).
  const call = {
    endpoint: '/backups/new/full',
    method: 'post',
    data: { name: 'Full backup', background: true },
  } as const;
  try {
    return (await askSupervisor(session, call, startedSchema, signal)).job_id;
  } catch (error) {
    throw createFailure(error);
  }
};

/** Undefined when the Supervisor does not know the job any more: it was restarted. */
const waitForJob = async (
  session: Session,
  jobId: string,
  onProgress: (progress: CreateProgress) => void,
  signal: AbortSignal,
): Promise<SupervisorJob | undefined> => {
  const { clock, timeouts } = session;
  let stage: string | undefined;
  for (let silentMs = 0; silentMs < timeouts.createSilence; silentMs += timeouts.jobPoll) {
    const job = await look(session, jobId, signal);
    if (job === 'lost') return undefined;
    if (job !== 'away') {
      if (job.done === true) return job;
      const next = job.stage ?? stage;
      if (next !== undefined && next !== stage) {
        onProgress({ stage: next });
        stage = next;
        silentMs = 0;
      }
    }
    await clock.wait(timeouts.jobPoll, signal);
  }
  throw new AppError('ha.create-stuck', { stage: stage ?? 'unknown' });
};

/** A Supervisor that is away answers nothing in words; one that is back and has no such job says so. */
const look = async (session: Session, jobId: string, signal: AbortSignal): Promise<SupervisorJob | 'lost' | 'away'> => {
  try {
    return await askSupervisor(session, { endpoint: `/jobs/${jobId}` }, supervisorJobSchema, signal);
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    return error.says === '' || error.says.includes('not ready with state') ? 'away' : 'lost';
  }
};

const firstError = ({ errors }: SupervisorJob): string | undefined => {
  const first = errors[0];
  return first && (words(first.message) || 'unknown');
};
