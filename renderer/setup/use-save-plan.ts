import { useSignal } from '../base/signal.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { command } from '../base/bridge.ts';
import type { FolderChange } from '../choices/folder-choice.tsx';

/** What the page of choices decides. */
export interface Plan {
  readonly folder: string;
  readonly days: number;
  readonly keep: number;
  /** Minutes between two looks. */
  readonly look: number;
  readonly login: boolean;
}

export interface SavePlan {
  readonly save: (plan: Plan, how?: FolderChange) => Promise<void>;
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
  /** Copies are in another folder: only the user knows what is meant. */
  readonly folderProblem: WindowProblem | null;
  readonly forget: () => void;
}

/** Saves the choices one after the other, and stops at the first that is refused: those before it hold. */
export const useSavePlan = (state: WindowState, folderThen: string | null, onSaved: () => void): SavePlan => {
  const pending = useSignal(false);
  const problem = useSignal<WindowProblem | null>(null);
  const save = async (plan: Plan, how?: FolderChange): Promise<void> => {
    if (pending.value) return;
    pending.value = true;
    problem.value = await refusal(plan, how, state, folderThen);
    pending.value = false;
    if (problem.value === null) onSaved();
  };
  const asksFolder = problem.value?.code === 'cloud.folder-changed';
  return {
    save,
    pending: pending.value,
    problem: asksFolder ? null : problem.value,
    folderProblem: asksFolder ? problem.value : null,
    forget: () => {
      problem.value = null;
    },
  };
};

const refusal = async (
  plan: Plan,
  how: FolderChange | undefined,
  { loginItem }: WindowState,
  folderThen: string | null,
): Promise<WindowProblem | null> => {
  if (plan.folder !== folderThen) {
    const moved = await command('setup.folder', { folder: plan.folder, ...(how === undefined ? {} : { how }) });
    if (!moved.ok) return moved.problem;
  }
  const changed = await command('settings.change', {
    retentionDays: plan.days,
    keep: plan.keep,
    lookMinutes: plan.look,
  });
  if (!changed.ok) return changed.problem;
  if (loginItem.supported && loginItem.enabled !== plan.login) {
    const asked = await command('settings.login-item', { enabled: plan.login });
    if (!asked.ok) return asked.problem;
  }
  return null;
};
