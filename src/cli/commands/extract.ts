import { resolve } from 'node:path';
import { extractLineSchema } from '../../shared/cli-lines.ts';
import type { ExtractInput } from '../../core/commands/extract-file.ts';
import { formatBytes } from '../../messages/format.ts';
import { messages } from '../../messages/messages.ts';
import type { Extracted } from '../../shared/inside.ts';
import { requiredOption, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { partlyFetched, showFetch } from '../inside-text.ts';
import { givenKeys, kitHelp, kitOf, kitOption, typedKeys } from '../keys.ts';
import { openProgress } from '../progress.ts';
import { prose, type Line } from '../prose.ts';
import { UsageError } from '../usage-error.ts';

export const extract: Command = {
  name: 'extract',
  get summary(): string {
    return messages.terminal.extract.summary;
  },
  synopsis: 'FILE|ID PATH --to DIR [--kit FILE] [--instance NAME] [--folder FOLDER]',
  get optionHelp(): Command['optionHelp'] {
    const { what, path, to, instance, folder } = messages.terminal.extract.options;
    return [
      ['FILE|ID', what],
      ['PATH', path],
      ['--to DIR', to],
      kitHelp(),
      ['--instance NAME', instance],
      ['--folder FOLDER', folder],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.extract.notes;
  },
  examples: [
    'ha-icloud-backup extract backup.tar homeassistant/automations.yaml --to .',
    'ha-icloud-backup extract 1a2b3c4d homeassistant/www --to ~/Desktop',
  ],
  options: { ...kitOption, to: { type: 'string' }, instance: { type: 'string' }, folder: { type: 'string' } },
  positionals: 2,
  jsonLines: true,
  prepare: (given) => {
    const [what = '', path = ''] = given.positionals;
    if (what === '' || path === '') throw new UsageError(messages.terminal.extract.whatAndPath);
    const wish = {
      what,
      file: resolve(given.io.workingFolder, what),
      path,
      to: resolve(given.io.workingFolder, requiredOption(given, 'to')),
      ...withoutUndefined({ instance: textOption(given, 'instance'), baseFolder: textOption(given, 'folder') }),
    };
    const kit = kitOf(given);
    return (call) => run(wish, kit, call);
  },
};

const run = async (
  wish: Omit<ExtractInput, 'given' | 'keys'>,
  kit: string | undefined,
  call: Call,
): Promise<number> => {
  const { app, io, output } = call;
  const progress = openProgress(call, (activity) => output.line(extractLineSchema, { type: 'activity', activity }));
  const keys = { given: await givenKeys(call, kit), keys: () => typedKeys(call) };
  const extracted = await app
    .extract({ ...wish, ...keys }, showFetch(call, progress), io.signal)
    .finally(() => progress.end());
  output.line(extractLineSchema, { type: 'result', extracted });
  output.say([headline(extracted), extracted.target]);
  output.note(...notesOn(extracted));
  return extracted.leftOutCount > 0 ? exitCodes.warnings : exitCodes.done;
};

const headline = ({ path, type, files, bytes }: Extracted): string => {
  const { file, folder } = messages.terminal.extract;
  const taken = { path, bytes: formatBytes(bytes) };
  return type === 'file' ? file(taken) : folder({ ...taken, files });
};

/** So many names are shown; `--json` has more. */
const maxShown = 20;

const notesOn = ({ leftOut, leftOutCount, renamed, renamedCount, origin, proof }: Extracted): Line[] => {
  const words = messages.terminal.extract;
  return [
    ...named(
      words.leftOut,
      leftOut.map(({ path, cause }) => words.omitted({ path, why: messages.leftOut[cause] })),
      leftOutCount,
    ),
    ...named(words.renamed, renamed.map(words.isNow), renamedCount),
    ...(origin.from === 'icloud' ? [prose(`${partlyFetched(origin)} ${words.proofs[proof]}`)] : []),
  ];
};

const named = (title: string, lines: readonly string[], count: number): Line[] => {
  const shown = lines.slice(0, maxShown);
  const left = count - shown.length;
  return count === 0
    ? []
    : [
        title,
        ...shown.map((line) => prose(line, '- ')),
        ...(left > 0 ? [`  ${messages.terminal.common.more(left)}`] : []),
      ];
};
