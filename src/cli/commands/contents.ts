import { resolve } from 'node:path';
import { namesOf } from '../../core/archive/contents.ts';
import { contentsSchema, type Contents, type InsideFile, type InsidePart } from '../../shared/inside.ts';
import type { Problem } from '../../shared/run-report.ts';
import { formatBytes, formatNumber } from '../../messages/format.ts';
import { requiredWord, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { formatLocal } from '../dates.ts';
import { exitOfProblems } from '../exit-codes.ts';
import { originText, showFetch } from '../inside-text.ts';
import { askKeys } from '../keys.ts';
import { openProgress } from '../progress.ts';
import { prose, type Line } from '../prose.ts';
import { renderTable, type Column } from '../table.ts';

export const contents: Command = {
  name: 'contents',
  summary: 'list what is in a backup: apps, folders, files',
  synopsis: 'FILE|ID [--part PART] [--instance NAME] [--folder FOLDER]',
  optionHelp: [
    ['FILE|ID', 'a backup file on this computer, or a backup in iCloud as list shows it'],
    ['--part PART', 'the files of this part alone, for example homeassistant'],
    ['--instance NAME', 'where several Home Assistants have a backup with this ID'],
    ['--folder FOLDER', 'where the backups are in iCloud Drive; without it they are searched for'],
  ],
  notes: [
    'An encrypted backup needs its key: in HA_ICLOUD_BACKUP_KEY (several, one on each line), or typed in. Without it the parts are listed, not their files.',
    'Of a backup in iCloud only the parts whose files are listed are downloaded; --part keeps that small.',
  ],
  examples: [
    'ha-icloud-backup contents ~/Downloads/backup.tar',
    'ha-icloud-backup contents 1a2b3c4d --part homeassistant',
  ],
  options: { part: { type: 'string' }, instance: { type: 'string' }, folder: { type: 'string' } },
  positionals: 1,
  jsonLines: false,
  prepare: (given) => {
    const what = requiredWord(given, 'FILE|ID');
    const wish = {
      what,
      file: resolve(given.io.workingFolder, what),
      ...withoutUndefined({
        part: textOption(given, 'part'),
        instance: textOption(given, 'instance'),
        baseFolder: textOption(given, 'folder'),
      }),
    };
    return async (call) => {
      const { app, io, output } = call;
      const progress = openProgress(call, () => undefined);
      const listener = showFetch(call, progress);
      const found = await app
        .contents({ ...wish, keys: () => keysFor(call) }, listener, io.signal)
        .finally(() => progress.end());
      output.answer(contentsSchema, found, () => contentsText(found, output.width));
      const problems = [...found.problems, ...together(found.parts)];
      for (const problem of problems) output.problem(problem);
      return exitOfProblems(problems);
    };
  },
};

/** One key that does not fit is one problem, however many parts it does not open. */
const together = (parts: readonly InsidePart[]): Problem[] => {
  const problems = parts.flatMap(({ problem }) => problem ?? []);
  const kindOf = ({ code, facts }: Problem): string => `${code} ${String(facts['why'])}`;
  return [...new Set(problems.map(kindOf))].flatMap((kind) => {
    const [first, ...more] = problems.filter((problem) => kindOf(problem) === kind);
    if (first === undefined) return [];
    const named = [first, ...more].map(({ facts }) => String(facts['part']));
    return [{ code: first.code, facts: { ...first.facts, part: namesOf(named) } }];
  });
};

/** Of a program nobody types anything. */
const keysFor = async (call: Call): Promise<readonly string[]> =>
  await askKeys(call.output.json ? { ...call, io: { ...call.io, isTty: { ...call.io.isTty, stdin: false } } } : call);

/** More would scroll away; `--json` lists them all. */
const maxLines = 1000;

const partColumns: readonly Column<InsidePart>[] = [
  { title: 'PART', cell: ({ name }) => name },
  { title: 'KIND', cell: ({ kind }) => kinds[kind] },
  { title: 'VERSION', cell: ({ version }) => version ?? '-' },
  { title: 'SIZE', cell: ({ size }) => formatBytes(size) },
  { title: 'ENCRYPTED', cell: ({ encrypted }) => (encrypted ? 'yes' : 'no') },
  { title: 'FILES', cell: ({ files, more }) => (files === null ? '-' : String(files.length + more)) },
  { title: 'NAME', cell: ({ title }) => title, movable: true },
];

const kinds = { homeassistant: 'Home Assistant', app: 'app', folder: 'folder', supervisor: 'Supervisor' } as const;

const fileColumns: readonly Column<InsideFile>[] = [
  { title: 'SIZE', cell: ({ type, size }) => (type === 'file' ? formatBytes(size) : type) },
  { title: 'MODIFIED', cell: ({ modified }) => (modified === null ? '-' : formatLocal(modified)) },
  { title: 'PATH', cell: ({ path }) => path },
];

const contentsText = ({ name, date, id, parts, origin }: Contents, width: number): Line[] => {
  const files = parts.flatMap((part) => part.files ?? []);
  const more = parts.reduce((sum, part) => sum + part.more, 0);
  const shown = files.slice(0, maxLines);
  const left = files.length - shown.length + more;
  const isLocked = parts.some((part) => part.files === null && part.encrypted && part.problem === null);
  return [
    prose([name ?? 'A backup without a table of contents', ...(id === null ? [] : [`(${id})`])].join(' ')),
    ...(date === null ? [] : [`  Date  ${date}`]),
    originText(origin),
    '',
    ...renderTable(partColumns, parts, width),
    ...(shown.length === 0 ? [] : ['', ...renderTable(fileColumns, shown, width)]),
    ...(left === 0
      ? []
      : [prose(`and ${formatNumber(left)} more. Use --json for a longer list, or --part for one part.`)]),
    ...(isLocked ? ['', prose('Set HA_ICLOUD_BACKUP_KEY to see the files of the encrypted parts.')] : []),
  ];
};
