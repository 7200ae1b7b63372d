import { messages } from '../messages/messages.ts';
import type { Call } from './command.ts';
import { UsageError } from './usage-error.ts';

/** A question on the terminal, or a line of stdin where there is none; undefined at the end of the input. */
export const askLine = async ({ io, input, output }: Call, question: string): Promise<string | undefined> => {
  output.prompt(question);
  return (await input.line(io.signal))?.trim();
};

/** Only for terminals: `prepare` has seen to that. Nothing typed, or the end of the input: UsageError. */
export const askSecret = async ({ io, input, output }: Call, question: string): Promise<string> => {
  output.prompt(question);
  const answer = await input.hiddenLine(io.signal);
  if (answer === undefined || answer === '') throw new UsageError(messages.terminal.usage.nothingEntered);
  return answer;
};

/** Anything but a clear yes is a no. */
export const askYesNo = async (call: Call, question: string): Promise<boolean> => {
  const answer = await askLine(call, `${question} [y/N]`);
  return /^y(?:es)?$/i.test(answer ?? '');
};

/** Asks until the answer is one of the choices; undefined at the end of the input. */
export const askChoice = async <T extends string>(
  call: Call,
  question: string,
  choices: readonly T[],
): Promise<T | undefined> => {
  for (;;) {
    const answer = await askLine(call, messages.terminal.common.question({ question, choices: choices.join(', ') }));
    const choice = choices.find((one) => one === answer?.toLowerCase());
    if (choice !== undefined || answer === undefined) return choice;
  }
};
