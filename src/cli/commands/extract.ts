import { resolve } from 'node:path';
import { extractLineSchema } from '../../shared/cli-lines.ts';
import type { ExtractInput } from '../../core/commands/extract-file.ts';
import { formatBytes, plural } from '../../messages/format.ts';
import { messages } from '../../messages/messages.ts';
import type { Extracted } from '../../shared/inside.ts';
import { requiredOption, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { partlyFetched, showFetch } from '../inside-text.ts';
import { askKeys } from '../keys.ts';
import { openProgress } from '../progress.ts';
import { prose, type Line } from '../prose.ts';
import { UsageError } from '../usage-error.ts';

export const extract: Command = {
  name: 'extract',
  summary: 'take one file or folder out of a backup',
  synopsis: 'FILE|ID PATH --to DIR [--instance NAME] [--folder FOLDER]',
  optionHelp: [
    ['FILE|ID', 'a backup file on this computer, or a backup in iCloud as list shows it'],
    ['PATH', 'as contents shows it; a part alone is everything in it'],
    ['--to DIR', 'folder on this computer; made if it is not there'],
    ['--instance NAME', 'where several Home Assistants have a backup with this ID'],
    ['--folder FOLDER', 'where the backups are in iCloud Drive; without it they are searched for'],
  ],
  notes: [
    'Nothing is overwritten, and nothing appears before every checksum of its part was compared.',
    'An encrypted backup needs its key: in HA_ICLOUD_BACKUP_KEY (several, one on each line), or typed in.',
    'From iCloud only the part that the file is in is downloaded.',
    'Links, devices and names that lead elsewhere are left out and named; the exit code is 4 then.',
  ],
  examples: [
    'ha-icloud-backup extract backup.tar homeassistant/automations.yaml --to .',
    'ha-icloud-backup extract 1a2b3c4d homeassistant/www --to ~/Desktop',
  ],
  options: { to: { type: 'string' }, instance: { type: 'string' }, folder: { type: 'string' } },
  positionals: 2,
  jsonLines: true,
  prepare: (given) => {
    const [what = '', path = ''] = given.positionals;
    if (what === '' || path === '') throw new UsageError('FILE|ID and PATH are needed.');
    const wish = {
      what,
      file: resolve(given.io.workingFolder, what),
      path,
      to: resolve(given.io.workingFolder, requiredOption(given, 'to')),
      ...withoutUndefined({ instance: textOption(given, 'instance'), baseFolder: textOption(given, 'folder') }),
    };
    return (call) => run(wish, call);
  },
};

const run = async (wish: Omit<ExtractInput, 'keys'>, call: Call): Promise<number> => {
  const { app, io, output } = call;
  const progress = openProgress(call, (activity) => output.line(extractLineSchema, { type: 'activity', activity }));
  const extracted = await app
    .extract({ ...wish, keys: () => askKeys(call) }, showFetch(call, progress), io.signal)
    .finally(() => progress.end());
  output.line(extractLineSchema, { type: 'result', extracted });
  output.say([headline(extracted), extracted.target]);
  output.note(...notesOn(extracted));
  return extracted.leftOutCount > 0 ? exitCodes.warnings : exitCodes.done;
};

const headline = ({ path, type, files, bytes }: Extracted): string =>
  type === 'file'
    ? `${path} is back (${formatBytes(bytes)}):`
    : `${path} is back, with ${plural(files, { one: 'file', other: 'files' })} (${formatBytes(bytes)}):`;

/** So many names are shown; `--json` has more. */
const maxShown = 20;

const notesOn = ({ leftOut, leftOutCount, renamed, renamedCount, origin, proof }: Extracted): Line[] => [
  ...named(
    'Left out:',
    leftOut.map(({ path, cause }) => `${path}: ${messages.leftOut[cause]}`),
    leftOutCount,
  ),
  ...named(
    'Renamed, because this computer would misunderstand the name:',
    renamed.map(({ path, as }) => `${path} is now ${as}`),
    renamedCount,
  ),
  ...(origin.from === 'icloud' ? [prose(`${partlyFetched(origin)} ${proofs[proof]}`)] : []),
];

const proofs = {
  encryption: 'The encryption proves that these bytes are the ones that were backed up.',
  checksum: 'The checksum of the part matches.',
  none: 'The part has no checksum.',
} as const;

const named = (title: string, lines: readonly string[], count: number): Line[] => {
  const shown = lines.slice(0, maxShown);
  const left = count - shown.length;
  return count === 0
    ? []
    : [title, ...shown.map((line) => prose(line, '- ')), ...(left > 0 ? [`  and ${left} more`] : [])];
};
