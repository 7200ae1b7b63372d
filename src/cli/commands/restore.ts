import { resolve } from 'node:path';
import { restoreLineSchema } from '../../shared/cli-lines.ts';
import type { RestoreResult } from '../../shared/status.ts';
import { requiredOption, requiredWord, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { openProgress } from '../progress.ts';
import { prose } from '../prose.ts';
import { messages } from '../../messages/messages.ts';
import { formatBytes } from '../../messages/format.ts';

interface Wanted {
  readonly id: string;
  readonly to: string;
  readonly instance?: string;
  readonly baseFolder?: string;
}

export const restore: Command = {
  name: 'restore',
  get summary(): string {
    return messages.terminal.restore.summary;
  },
  synopsis: 'ID --to DIR [--instance NAME] [--folder FOLDER]',
  get optionHelp(): Command['optionHelp'] {
    const { id, to, instance, folder } = messages.terminal.restore.options;
    return [
      ['ID', id],
      ['--to DIR', to],
      ['--instance NAME', instance],
      ['--folder FOLDER', folder],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.restore.notes;
  },
  examples: ['ha-icloud-backup list --all-instances', 'ha-icloud-backup restore 1a2b3c4d --to .'],
  options: { to: { type: 'string' }, instance: { type: 'string' }, folder: { type: 'string' } },
  positionals: 1,
  jsonLines: true,
  prepare: (given) => {
    const wanted = {
      id: requiredWord(given, messages.terminal.restore.what),
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
  const words = messages.terminal.restore;
  output.line(restoreLineSchema, { type: 'result', restored, steps });
  output.say([
    words.done({ name: restored.name, instance: restored.instanceName, bytes: formatBytes(restored.bytes) }),
    restored.file,
  ]);
  output.note('', words.steps, ...steps.map((step, index) => prose(step, `${index + 1}. `)));
  return exitCodes.done;
};

const stepsFor = ({ haVersion, ...restored }: RestoreResult): string[] =>
  messages.restoreSteps({ ...restored, haVersion: haVersion ?? undefined });
