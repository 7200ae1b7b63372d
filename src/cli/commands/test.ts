import { messages } from '../../messages/messages.ts';
import { described } from '../../messages/problems.ts';
import { describeLevel } from '../../messages/reasons.ts';
import { formatBytes } from '../../messages/format.ts';
import { testLineSchema } from '../../shared/cli-lines.ts';
import type { TestResult } from '../../shared/status.ts';
import { requiredWord, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { askKeys, kitHelp, kitOf, kitOption } from '../keys.ts';
import { openProgress } from '../progress.ts';
import { prose, type Line } from '../prose.ts';

interface Wanted {
  readonly id: string;
  readonly instance?: string;
  readonly baseFolder?: string;
}

/** What was not looked into for lack of a key is no failure, and no proof either. */
const exits = {
  'came-back': exitCodes.done,
  'same-bytes': exitCodes.warnings,
  failed: exitCodes.failed,
} as const satisfies Record<TestResult['verdict'], number>;

export const test: Command = {
  name: 'test',
  get summary(): string {
    return messages.terminal.test.summary;
  },
  synopsis: 'ID [--kit FILE] [--instance NAME] [--folder FOLDER]',
  get optionHelp(): Command['optionHelp'] {
    const { id, instance, folder } = messages.terminal.restore.options;
    return [['ID', id], kitHelp(), ['--instance NAME', instance], ['--folder FOLDER', folder]];
  },
  get notes(): Command['notes'] {
    return messages.terminal.test.notes;
  },
  examples: ['ha-icloud-backup list', 'ha-icloud-backup test 1a2b3c4d'],
  options: { ...kitOption, instance: { type: 'string' }, folder: { type: 'string' } },
  positionals: 1,
  jsonLines: true,
  tellsHome: true,
  prepare: (given) => {
    const wanted = {
      id: requiredWord(given, messages.terminal.restore.what),
      ...withoutUndefined({ instance: textOption(given, 'instance'), baseFolder: textOption(given, 'folder') }),
    };
    const kit = kitOf(given);
    return (call) => run(wanted, kit, call);
  },
};

const run = async ({ id, instance, baseFolder }: Wanted, kit: string | undefined, call: Call): Promise<number> => {
  const { app, io, output } = call;
  const progress = openProgress(call, (activity) => output.line(testLineSchema, { type: 'activity', activity }));
  const moreKeys = async (): Promise<readonly string[]> => {
    progress.end();
    return await askKeys(call, kit);
  };
  const which = { id, ...withoutUndefined({ instance }) };
  const input = { which, moreKeys, ...withoutUndefined({ baseFolder }) };
  const tested = await app.test(input, (activity) => progress.show(activity), io.signal).finally(() => progress.end());
  output.line(testLineSchema, { type: 'result', tested });
  output.say(resultText(tested));
  return exits[tested.verdict];
};

const resultText = ({ name, bytes, verdict, level, problem, levels }: TestResult): Line[] => {
  const words = messages.terminal.test;
  const why = problem ?? levels.find(({ holds }) => holds === null)?.problem;
  return [
    words[verdict]({ name, bytes: formatBytes(bytes), level: describeLevel(level) }),
    ...(verdict !== 'came-back' && why ? [prose(described(why).cause), prose(described(why).next)] : []),
  ];
};
