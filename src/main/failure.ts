import { app, dialog } from 'electron';
import { endProcess } from '../adapters/end-process.ts';
import { toAppError } from '../core/errors/app-error.ts';
import { withoutControls } from '../shared/safe-text.ts';
import { describeProblem } from '../messages/problems.ts';
import { messages } from '../messages/messages.ts';

/** What the user reads before the program ends: words for the code, never the error itself (its cause may hold secrets). */
export const failureText = (error: unknown, logsFolder: string | undefined): string => {
  const { code, facts } = toAppError(error);
  const { title, cause, next } = describeProblem(code, facts);
  const logs = logsFolder === undefined ? [] : [messages.shell.logs(logsFolder)];
  return [`${title}.`, cause, next, ...logs]
    .filter((line) => line !== '')
    .map(withoutControls)
    .join('\n\n');
};

/** For ending in order what may be broken itself. Milliseconds. */
const patienceMs = 12_000;
let failed = false;

/**
 * Says in the system's own box, which needs no window and no state of ours, that the program has to end; and ends it. The
 * first failure counts: what follows from it is no news.
 *
 * @param settled - what is to be ended before, however that goes
 */
export const endWithFailure = async (
  title: string,
  error: unknown,
  logsFolder: string | undefined,
  settled: Promise<unknown> = Promise.resolve(),
): Promise<void> => {
  if (failed) return;
  failed = true;
  await Promise.race([settled.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, patienceMs))]);
  // Before that Linux could only write to a terminal.
  await app.whenReady();
  dialog.showErrorBox(title, failureText(error, logsFolder));
  await endProcess(1, (code) => app.exit(code));
};
