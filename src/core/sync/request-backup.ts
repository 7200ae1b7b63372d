import { endsCreationAlone } from '../../shared/problems/rules.ts';
import type { RunLog } from './run-log.ts';
import type { RunPorts } from './run-ports.ts';
import { tolerateDiskErrors } from './tolerate-disk-errors.ts';
import { problemOf } from './transfer.ts';
import { isSuch } from '../errors/app-error.ts';

/** Asks Home Assistant for a new backup. A failure is the run's warning; what exists is stored all the same. */
export const requestBackup = async (ports: RunPorts, log: RunLog, signal: AbortSignal): Promise<void> => {
  ports.onActivity({ phase: 'creating', stage: '' });
  try {
    const created = await ports.source.create(({ stage }) => ports.onActivity({ phase: 'creating', stage }), signal);
    log.created(created.backup.id);
    const orderedBackup = ports.clock.now().toISOString();
    await tolerateDiskErrors(log, async () => {
      await ports.lastLook.update((look) => ({ ...look, orderedBackup }));
    });
  } catch (error) {
    // There may still be something to pull: Home Assistant's own copy, or older backups.
    if (!isSuch(error, endsCreationAlone)) throw error;
    log.warn(problemOf(error));
  }
};
