import { useSignal } from './signal.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../src/shared/contract/commands.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { command } from './bridge.ts';

/** One command as a control shows it. */
export interface CommandUse<Name extends CommandName> {
  readonly pending: boolean;
  /** Why the last one failed; null also where the user stopped it himself. */
  readonly problem: WindowProblem | null;
  readonly run: (input: CommandInput<Name>) => Promise<Result<CommandOutput<Name>>>;
  readonly forget: () => void;
}

/** Command with pending and problem for the component that shows them. */
export const useCommand = <Name extends CommandName>(name: Name): CommandUse<Name> => {
  const pending = useSignal(0);
  const newest = useSignal(0);
  const problem = useSignal<WindowProblem | null>(null);
  return {
    pending: pending.value > 0,
    problem: problem.value,
    run: async (input) => {
      const mine = (newest.value += 1);
      pending.value += 1;
      problem.value = null;
      const result = await command(name, input);
      pending.value -= 1;
      // An earlier one that answers late must not cover what the newest one said.
      if (mine === newest.value && !result.ok && result.problem.code !== 'sync.cancelled') {
        problem.value = result.problem;
      }
      return result;
    },
    forget: () => {
      problem.value = null;
    },
  };
};
