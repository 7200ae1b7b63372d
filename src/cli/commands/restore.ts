import { resolve } from 'node:path';
import { restoreLineSchema } from '../../shared/cli-lines.ts';
import type { RestoreResult } from '../../shared/status.ts';
import { formatBytes } from '../../shared/words/format.ts';
import { restoreSteps } from '../../shared/words/restore-steps.ts';
import { requiredOption, requiredWord, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { openProgress } from '../progress.ts';
import { prose } from '../prose.ts';

interface Wanted {
  readonly id: string;
  readonly to: string;
  readonly instance?: string;
  readonly baseFolder?: string;
}

export const restore: Command = {
  name: 'restore',
  summary: 'bring a backup from iCloud to this computer and compare it',
  synopsis: 'ID --to DIR [--instance NAME] [--folder FOLDER]',
  optionHelp: [
    ['ID', 'as list shows it, the name of the archive, or a beginning that only one has'],
    ['--to DIR', 'folder on this computer; made if it is not there'],
    ['--instance NAME', 'where several Home Assistants have a backup with this ID'],
    ['--folder FOLDER', 'where the copies are in iCloud Drive, if not where this computer would put them'],
  ],
  notes: ['Needs an Apple account alone: on an empty computer, log in and restore. Nothing is overwritten.'],
  examples: ['ha-icloud-backup list --all-instances', 'ha-icloud-backup restore 1a2b3c4d --to .'],
  options: { to: { type: 'string' }, instance: { type: 'string' }, folder: { type: 'string' } },
  positionals: 1,
  jsonLines: true,
  prepare: (given) => {
    const wanted = {
      id: requiredWord(given, 'The ID of a backup'),
      to: resolve(given.io.workingFolder, requiredOption(given, 'to')),
      ...withoutUndefined({ instance: textOption(given, 'instance'), baseFolder: textOption(given, 'folder') }),
    };
    return (call) => run(wanted, call);
  },
};

const run = async (wanted: Wanted, call: Call): Promise<number> => {
  const { app, io, output } = call;
  const progress = openProgress(call, (activity) => output.line(restoreLineSchema, { type: 'activity', activity }));
  const restored = await app
    .restore(wanted, (activity) => progress.show(activity), io.signal)
    .finally(() => progress.end());
  const steps = stepsFor(restored);
  output.line(restoreLineSchema, { type: 'result', restored, steps });
  output.say([
    `${restored.name} of ${restored.instanceName} is back and equals what was stored (${formatBytes(restored.bytes)}):`,
    restored.file,
  ]);
  output.note('', 'Into a new Home Assistant:', ...steps.map((step, index) => prose(step, `${index + 1}. `)));
  return exitCodes.done;
};

const stepsFor = ({ file, bytes, protected: encrypted, haVersion }: RestoreResult): string[] =>
  restoreSteps({ file, bytes, protected: encrypted, haVersion: haVersion ?? undefined });
