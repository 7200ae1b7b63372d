import { useSignal } from '../base/signal.ts';
import type { DescribedBackup, WindowProblem } from '../../src/shared/contract/described.ts';
import { goTo } from '../base/route.ts';
import { closeDetails } from './details/open-details.ts';
import { useCommand } from '../base/use-command.ts';
import { archiveOf, folderOf } from './backup-rows.ts';

/** A restore that ended before it was done, though nobody gave it up, mostly with a part of the backup on this computer. */
interface Stopped {
  readonly backup: DescribedBackup;
  /** Null: it had not got far enough. */
  readonly keptBytes: number | null;
}

export interface RestoreUse {
  readonly save: (backup: DescribedBackup) => void;
  readonly problem: WindowProblem | null;
  readonly stopped: Stopped | null;
}

/** One backup to a folder; from there the page that stays leads on. */
export const useRestore = (): RestoreUse => {
  const { run, problem } = useCommand('backups.restore');
  const stopped = useSignal<Stopped | null>(null);
  const save = async (backup: DescribedBackup): Promise<void> => {
    const before = stopped.value;
    stopped.value = null;
    const folder = folderOf(backup);
    const result = await run({ id: archiveOf(backup) ?? backup.id, ...(folder === null ? {} : { folder }) });
    if (result.ok) {
      if (result.value !== null) {
        closeDetails();
        goTo('restored');
      }
      // The dialog that asks for a folder was closed: the part is still there.
      if (result.value === null && before?.backup.id === backup.id) stopped.value = before;
      return;
    }
    const { code, facts } = result.problem;
    if (code !== 'sync.cancelled') return;
    const { keptBytes } = facts;
    stopped.value = { backup, keptBytes: typeof keptBytes === 'number' ? keptBytes : null };
  };
  return {
    save: (backup) => void save(backup),
    problem,
    stopped: stopped.value,
  };
};
