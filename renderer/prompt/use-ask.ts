import { useSignal } from '../base/signal.ts';
import { command } from '../base/bridge.ts';
import type { CommandInput, CommandName } from '../../src/shared/contract/commands.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';

export type SignInCommand = Extract<CommandName, `icloud.${string}`>;

export interface Ask {
  /** What is on its way; null = nothing. */
  readonly pending: SignInCommand | null;
  /** Why the last one was refused, where the state does not tell. */
  readonly problem: WindowProblem | null;
  readonly ask: <Name extends SignInCommand>(name: Name, input: CommandInput<Name>) => void;
}

/** The questions of one panel, one at a time: Apple counts them, so a second click is not a second question. */
export const useAsk = (): Ask => {
  const pending = useSignal<SignInCommand | null>(null);
  const problem = useSignal<WindowProblem | null>(null);
  const send = async <Name extends SignInCommand>(name: Name, input: CommandInput<Name>): Promise<void> => {
    pending.value = name;
    problem.value = null;
    const result = await command(name, input);
    pending.value = null;
    if (!result.ok && result.problem.code !== 'sync.cancelled') problem.value = result.problem;
  };
  return {
    pending: pending.value,
    problem: problem.value,
    ask: (name, input) => {
      if (pending.value === null) void send(name, input);
    },
  };
};
