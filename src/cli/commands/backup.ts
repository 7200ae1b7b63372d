import { backupLineSchema } from '../../shared/cli-lines.ts';
import { described } from '../../shared/words.ts';
import { flagOption, textOptions, type Call, type Command } from '../command.ts';
import { exitOfReport } from '../exit-codes.ts';
import { openProgress } from '../progress.ts';
import { problemsOf, reportText } from '../report-text.ts';

interface Wanted {
  readonly create: boolean;
  readonly asked: readonly string[];
}

export const backup: Command = {
  name: 'backup',
  summary: 'one run: create if asked, fetch, check, upload, confirm, prune',
  synopsis: '[--create] [--again ID]...',
  optionHelp: [
    ['--create', 'let Home Assistant make a new backup first'],
    ['--again ID', 'try this one once more, though it was refused, failed, or deleted by you'],
  ],
  notes: ['Asks Home Assistant and Apple now. For a look every hour that leaves Apple alone, use watch.'],
  examples: [
    'ha-icloud-backup backup --create',
    'ha-icloud-backup backup --quiet   (for cron: only problems are told)',
  ],
  options: { create: { type: 'boolean' }, again: { type: 'string', multiple: true } },
  positionals: 0,
  jsonLines: true,
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
  return exitOfReport(report);
};
