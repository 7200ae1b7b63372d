import { messages } from '../../messages/messages.ts';
import { backupLineSchema } from '../../shared/cli-lines.ts';
import { described } from '../../messages/problems.ts';
import { flagOption, textOptions, type Call, type Command } from '../command.ts';
import { exitOfReport, exitOfStatus, worstExit } from '../exit-codes.ts';
import { openProgress } from '../progress.ts';
import { problemsOf, reportText } from '../report-text.ts';

interface Wanted {
  readonly create: boolean;
  readonly asked: readonly string[];
}

export const backup: Command = {
  name: 'backup',
  get summary(): string {
    return messages.terminal.backup.summary;
  },
  synopsis: '[--create] [--again ID]...',
  get optionHelp(): Command['optionHelp'] {
    const { create, again } = messages.terminal.backup.options;
    return [
      ['--create', create],
      ['--again ID', again],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.backup.notes;
  },
  get examples(): Command['examples'] {
    return [
      'ha-icloud-backup backup --create',
      `ha-icloud-backup backup --quiet   ${messages.terminal.backup.forCron}`,
    ];
  },
  options: { create: { type: 'boolean' }, again: { type: 'string', multiple: true } },
  positionals: 0,
  jsonLines: true,
  tellsHome: true,
  prepare: (given) => {
    const wanted = { create: flagOption(given, 'create'), asked: textOptions(given, 'again') };
    return (call) => run(wanted, call);
  },
};

const run = async (wanted: Wanted, call: Call): Promise<number> => {
  const { app, io, output } = call;
  const progress = openProgress(call, (activity) => output.line(backupLineSchema, { type: 'activity', activity }));
  const report = await app
    .backUp({ ...wanted, by: 'user' }, (activity) => progress.show(activity), io.signal)
    .finally(() => progress.end());
  const error = report.problem && { error: described(report.problem) };
  output.line(backupLineSchema, { type: 'result', report, ...error });
  if (!output.json && !output.quiet) output.say(reportText(report));
  for (const problem of problemsOf(report)) output.problem(problem);
  return worstExit(exitOfReport(report), exitOfStatus(await app.status()));
};
