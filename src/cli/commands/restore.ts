import { resolve } from 'node:path';
import { restoreLineSchema } from '../../shared/cli-lines.ts';
import type { RestoreResult } from '../../shared/status.ts';
import { requiredOption, requiredWord, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { intoHomeOptions, readIntoHome } from '../into-home.ts';
import { kitHelp } from '../keys.ts';
import { openProgress } from '../progress.ts';
import { prose } from '../prose.ts';
import { messages } from '../../messages/messages.ts';
import { formatBytes } from '../../messages/format.ts';
import { trustOptions } from '../typed-home.ts';
import { UsageError } from '../usage-error.ts';

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
  synopsis: 'ID --to DIR | --into-home-assistant [--start] [--instance NAME] [--folder FOLDER]',
  get optionHelp(): Command['optionHelp'] {
    const { id, to, intoHome, start, only, without, backupFirst, yes, url, instance, folder } =
      messages.terminal.restore.options;
    const { caFile, acceptCertificate, allowUnencrypted } = messages.terminal.setup.options;
    return [
      ['ID', id],
      ['--to DIR', to],
      ['--into-home-assistant', intoHome],
      ['--start', start],
      ['--only PART', only],
      ['--without PART', without],
      kitHelp(),
      ['--backup-first', backupFirst],
      ['--yes', yes],
      ['--url ADDRESS', url],
      ['--ca-file FILE', caFile],
      ['--accept-certificate FINGERPRINT', acceptCertificate],
      ['--allow-unencrypted ADDRESS', allowUnencrypted],
      ['--instance NAME', instance],
      ['--folder FOLDER', folder],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.restore.notes;
  },
  examples: [
    'ha-icloud-backup list --all-instances',
    'ha-icloud-backup restore 1a2b3c4d --to .',
    'ha-icloud-backup restore 1a2b3c4d --into-home-assistant',
    'ha-icloud-backup restore 1a2b3c4d --into-home-assistant --url homeassistant.local',
    'ha-icloud-backup restore 1a2b3c4d --into-home-assistant --start --without database',
  ],
  options: {
    to: { type: 'string' },
    instance: { type: 'string' },
    folder: { type: 'string' },
    ...intoHomeOptions,
    ...trustOptions,
  },
  positionals: 1,
  jsonLines: true,
  prepare: (given) => {
    const wish = {
      id: requiredWord(given, messages.terminal.restore.what),
      ...withoutUndefined({ instance: textOption(given, 'instance'), baseFolder: textOption(given, 'folder') }),
    };
    const into = readIntoHome(given, wish);
    if (!into) {
      const to = resolve(given.io.workingFolder, requiredOption(given, 'to'));
      return (call) => run({ ...wish, to }, call);
    }
    if (textOption(given, 'to') !== undefined) throw new UsageError(messages.terminal.restore.oneWay);
    return into;
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
