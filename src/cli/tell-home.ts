import { AppError } from '../core/errors/app-error.ts';
import { toldWords } from '../messages/told-home.ts';
import type { Call, Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * After a command that may have changed something Home Assistant hears how things are now, if the user wants that. The command was
 * carried out: who does not hear it is told by the next one.
 */
export const tellHomeAfter = async ({ tellsHome }: Command, { app, io }: Call): Promise<void> => {
  if (tellsHome !== true || io.signal.aborted) return;
  // A program that is being stopped ends; it was its last word.
  await app.tellHome(toldWords(), io.signal).catch(() => undefined);
};

/** The same at once, where the user just asked for it: says why it did not work. Gives the exit code. */
export const tellHomeNow = async ({ app, io, output }: Call): Promise<number> => {
  const outcome = await app.tellHome(toldWords(), io.signal);
  if (!(outcome instanceof AppError)) return exitCodes.done;
  output.problem(outcome);
  return exitCodes.warnings;
};
