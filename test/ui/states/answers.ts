import type { CommandInput, CommandName, CommandOutput } from '../../../src/shared/contract/commands.ts';
import type { Problem } from '../../../src/shared/run-report.ts';

/** As the host of the app answers: in codes. They reach the window in the words that main has for them. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** How a test answers commands; what it leaves out is answered with null, as most commands are. */
export type Answers = {
  readonly [Name in CommandName]?: (
    input: CommandInput<Name>,
  ) => Answer<CommandOutput<Name>> | Promise<Answer<CommandOutput<Name>>>;
};

export const ok = <T>(value: T): Answer<T> => ({ ok: true, value });
