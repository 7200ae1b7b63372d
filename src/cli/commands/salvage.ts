import { resolve } from 'node:path';
import { formatBytes, plural } from '../../messages/format.ts';
import { salvagedSchema, type Salvaged } from '../../shared/salvage.ts';
import { requiredOption, requiredWord, textOption, withoutUndefined, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { askKeys } from '../keys.ts';
import { prose, type Line } from '../prose.ts';

export const salvage: Command = {
  name: 'salvage',
  summary: 'make a new backup of what is intact in a damaged one',
  synopsis: 'FILE --to DIR [--id ID] [--ha-version VERSION]',
  optionHelp: [
    ['FILE', 'a backup file on this computer that is incomplete or damaged; it is left as it is'],
    ['--to DIR', 'folder for the new file, NAME-salvaged.tar; made if it is not there'],
    ['--id ID', 'the ID of the backup, where neither the file nor its name tells it; else it gets a new one'],
    ['--ha-version VERSION', 'the version of Home Assistant, where nothing in the file tells it'],
  ],
  notes: [
    'Every part that is intact is taken over, and the table of contents names those alone. Home Assistant can restore the new file.',
    'With the key every part is read to its last byte: in HA_ICLOUD_BACKUP_KEY (several, one on each line), or typed in. Without it an encrypted part is judged by its length.',
    'Ends with 0 when all parts were rescued and proven, 4 when something is lost or not proven, 1 when nothing is intact.',
  ],
  examples: ['ha-icloud-backup salvage backup.tar --to .'],
  options: { to: { type: 'string' }, id: { type: 'string' }, 'ha-version': { type: 'string' } },
  positionals: 1,
  jsonLines: false,
  prepare: (given) => {
    const input = {
      file: resolve(given.io.workingFolder, requiredWord(given, 'A FILE')),
      to: resolve(given.io.workingFolder, requiredOption(given, 'to')),
      ...withoutUndefined({ id: textOption(given, 'id'), haVersion: textOption(given, 'ha-version') }),
    };
    return async (call) => {
      const { app, io, output } = call;
      const salvaged = await app.salvage({ ...input, keys: () => askKeys(call) }, io.signal);
      output.answer(salvagedSchema, salvaged, () => salvagedText(salvaged));
      for (const problem of salvaged.problems) output.problem(problem);
      return isWhole(salvaged) ? exitCodes.done : exitCodes.warnings;
    };
  },
};

const isWhole = ({ lost, parts, versionUnknown }: Salvaged): boolean =>
  lost.length === 0 && versionUnknown.length === 0 && parts.every(({ proof }) => proof === 'content');

const maxLines = 100;

const proofs = { content: 'intact, every checksum matches', structure: 'complete by its length, not proven' } as const;
const causes = { damaged: 'damaged', missing: 'not in the file' } as const;
const madeOf = {
  kept: 'as it was',
  reduced: 'without what is lost',
  made: 'lost; a new one was made from what the parts and the name of the file tell',
} as const;

const salvagedText = (salvaged: Salvaged): Line[] => [
  `${plural(salvaged.parts.length, { one: 'part', other: 'parts' })} rescued (${formatBytes(salvaged.bytes)}):`,
  salvaged.target,
  `  ID         ${salvaged.id}`,
  prose(madeOf[salvaged.contents], '  Contents   '),
  ...lines(
    '  Rescued    ',
    salvaged.parts,
    ({ name, size, proof }) => `${name} (${formatBytes(size)}): ${proofs[proof]}`,
  ),
  ...lines('  Lost       ', salvaged.lost, ({ name, cause }) => `${name}: ${causes[cause]}`),
  ...lines('  Unknown    ', salvaged.versionUnknown, (slug) => `the version of ${slug}`),
];

const lines = <T>(label: string, all: readonly T[], line: (one: T) => string): Line[] => [
  ...all.slice(0, maxLines).map((one) => prose(line(one), label)),
  ...(all.length > maxLines ? [`${label}and ${all.length - maxLines} more`] : []),
];
