import { useSignal } from '@preact/signals';
import { command } from '../base/bridge.ts';
import type { CommandInput, CommandName } from '../../src/shared/contract/commands.ts';
import type { Problem } from '../../src/shared/run-report.ts';

export type SignInCommand = Extract<CommandName, `icloud.${string}`>;

export interface Ask {
  /** What is on its way; null = nothing. */
  readonly pending: SignInCommand | null;
  /** Why the last one was refused, where the state does not tell. */
  readonly problem: Problem | null;
  readonly ask: <Name extends SignInCommand>(name: Name, input: CommandInput<Name>) => void;
}

/** The questions of one panel, one at a time: Apple counts them, so a second click is not a second question. */
export const useAsk = (): Ask => {
  const pending = useSignal<SignInCommand | null>(null);
  const problem = useSignal<Problem | null>(null);
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
      if (pending.peek() === null) void send(name, input);
    },
  };
};
