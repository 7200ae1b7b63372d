import { resolve } from 'node:path';
import { formatBytes } from '../../messages/format.ts';
import { messages } from '../../messages/messages.ts';
import { salvagedSchema, type Salvaged } from '../../shared/salvage.ts';
import { requiredOption, requiredWord, textOption, withoutUndefined, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { givenKeys, kitHelp, kitOf, kitOption, typedKeys } from '../keys.ts';
import { labelled } from '../labels.ts';
import { prose, type Line } from '../prose.ts';

export const salvage: Command = {
  name: 'salvage',
  get summary(): string {
    return messages.terminal.salvage.summary;
  },
  synopsis: 'FILE --to DIR [--kit FILE] [--id ID] [--ha-version VERSION]',
  get optionHelp(): Command['optionHelp'] {
    const { file, to, id, haVersion } = messages.terminal.salvage.options;
    return [['FILE', file], ['--to DIR', to], kitHelp(), ['--id ID', id], ['--ha-version VERSION', haVersion]];
  },
  get notes(): Command['notes'] {
    return messages.terminal.salvage.notes;
  },
  examples: ['ha-icloud-backup salvage backup.tar --to .'],
  options: { ...kitOption, to: { type: 'string' }, id: { type: 'string' }, 'ha-version': { type: 'string' } },
  positionals: 1,
  jsonLines: false,
  prepare: (given) => {
    const input = {
      file: resolve(given.io.workingFolder, requiredWord(given, messages.terminal.salvage.what)),
      to: resolve(given.io.workingFolder, requiredOption(given, 'to')),
      ...withoutUndefined({ id: textOption(given, 'id'), haVersion: textOption(given, 'ha-version') }),
    };
    const kit = kitOf(given);
    return async (call) => {
      const { app, io, output } = call;
      const keys = { given: await givenKeys(call, kit), keys: () => typedKeys(call) };
      const salvaged = await app.salvage({ ...input, ...keys }, io.signal);
      output.answer(salvagedSchema, salvaged, () => salvagedText(salvaged));
      for (const problem of salvaged.problems) output.problem(problem);
      return isWhole(salvaged) ? exitCodes.done : exitCodes.warnings;
    };
  },
};

const isWhole = ({ lost, parts, versionUnknown }: Salvaged): boolean =>
  lost.length === 0 && versionUnknown.length === 0 && parts.every(({ proof }) => proof === 'content');

const maxLines = 100;

const salvagedText = (salvaged: Salvaged): Line[] => {
  const words = messages.terminal.salvage;
  const labels = labelled(words.labels, '  ');
  return [
    words.saved({ parts: salvaged.parts.length, bytes: formatBytes(salvaged.bytes) }),
    salvaged.target,
    `${labels.id}${salvaged.id}`,
    prose(words.contents[salvaged.contents], labels.contents),
    ...lines(labels.saved, salvaged.parts, ({ name, size, proof }) =>
      words.part({ name, bytes: formatBytes(size), proof: words.proofs[proof] }),
    ),
    ...lines(labels.lost, salvaged.lost, ({ name, cause }) => words.lost({ name, cause: words.causes[cause] })),
    ...lines(labels.unknown, salvaged.versionUnknown, words.versionOf),
  ];
};

const lines = <T>(label: string, all: readonly T[], line: (one: T) => string): Line[] => [
  ...all.slice(0, maxLines).map((one) => prose(line(one), label)),
  ...(all.length > maxLines ? [`${label}${messages.terminal.common.more(all.length - maxLines)}`] : []),
];
