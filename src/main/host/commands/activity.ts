import { readLog } from '../../../adapters/log-reader.ts';
import { diagnosticsText } from '../diagnostics.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';

/** Lines that a window shows, and a report holds. */
const shownLines = 500;
const reportedLines = 100;

export const activityCommands = (context: HostContext): HandlersOf<'activity' | 'diagnostics'> => {
  const { app, shell, state, redactor, logsDir } = context;
  return {
    'activity.read': () => app.history(),
    'activity.log': () => readLog(logsDir, shownLines),
    'diagnostics.copy': async () => {
      const settings = await app.readSettings();
      const log = await readLog(logsDir, reportedLines);
      shell.copyText(diagnosticsText({ state: state.current(), settings, log, redact: redactor.redact }));
      return null;
    },
  };
};
