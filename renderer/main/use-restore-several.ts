import type { Described, DescribedBackup, WindowProblem } from '../../src/shared/contract/described.ts';
import type { SavedSeveral } from '../../src/shared/contract/views.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { copyOf } from './details/copy-of.ts';

export interface RestoreSeveralUse {
  readonly save: (backups: readonly DescribedBackup[]) => void;
  readonly problem: WindowProblem | null;
  /** Null: nothing was saved, or the user closed it. */
  readonly saved: Described<SavedSeveral> | null;
  readonly close: () => void;
}

/** Several backups to one folder. */
export const useRestoreSeveral = (): RestoreSeveralUse => {
  const { run, problem } = useCommand('backups.restore-several');
  const saved = useSignal<Described<SavedSeveral> | null>(null);
  const save = async (backups: readonly DescribedBackup[]): Promise<void> => {
    saved.value = null;
    const answer = await run({ copies: backups.map(copyOf) });
    if (answer.ok) saved.value = answer.value;
  };
  return {
    save: (backups) => void save(backups),
    problem,
    saved: saved.value,
    close: () => (saved.value = null),
  };
};
