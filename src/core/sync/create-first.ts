import { isCode } from '../errors/app-error.ts';
import type { RunLog } from './run-log.ts';
import type { RunPorts } from './run-ports.ts';
import { problemOf } from './transfer.ts';
import { toAppError } from '../errors/app-error.ts';

/** Failures to create after which there may still be something to pull: Home Assistant's own copy, or older backups. */
const survivable = ['ha.create-failed', 'ha.create-stuck', 'ha.busy'] as const;

/** Asks Home Assistant for a new backup. A failure is the run's warning; what exists is stored all the same. */
export const createFirst = async (ports: RunPorts, log: RunLog, signal: AbortSignal): Promise<void> => {
  ports.onActivity({ phase: 'creating', stage: '' });
  try {
    const created = await ports.source.create(({ stage }) => ports.onActivity({ phase: 'creating', stage }), signal);
    log.created(created.backup.id);
  } catch (error) {
    if (!isCode(error, ...survivable)) throw error;
    log.warn(problemOf(toAppError(error)));
  }
};
