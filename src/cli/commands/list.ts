import { listSchema, type BackupList, type ListedBackup } from '../../shared/status.ts';
import { formatBytes, plural } from '../../shared/words/format.ts';
import { kindWords } from '../../shared/words/plan.ts';
import { flagOption, textOption, withoutUndefined, type Command } from '../command.ts';
import { formatWritten } from '../dates.ts';
import { exitOfProblems } from '../exit-codes.ts';
import { prose, type Line } from '../prose.ts';
import { describeDefectText, describeReason } from '../../shared/words/reasons.ts';
import { renderTable, type Column } from '../table.ts';

export const list: Command = {
  name: 'list',
  summary: 'backups in Home Assistant and in iCloud, and what becomes of them',
  synopsis: '[--all-instances [--folder FOLDER]]',
  optionHelp: [
    ['--all-instances', 'every copy in iCloud, of all Home Assistants; needs an Apple account alone'],
    ['--folder FOLDER', 'where they are in iCloud Drive, if not where this computer would put them'],
  ],
  notes: ['Looks at both sides now. The first column is what restore and backup --again take.'],
  examples: [
    'ha-icloud-backup list',
    'ha-icloud-backup list --all-instances',
    "ha-icloud-backup list --json | jq -r '.backups[] | [.id, .date, .remote] | @tsv'",
  ],
  options: { 'all-instances': { type: 'boolean' }, folder: { type: 'string' } },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const baseFolder = textOption(given, 'folder');
    // Another folder makes sense only where all of it is listed.
    const allInstances = flagOption(given, 'all-instances') || baseFolder !== undefined;
    return async ({ app, io, output }) => {
      const found = await app.list({ allInstances, ...withoutUndefined({ baseFolder }) }, io.signal);
      output.answer(listSchema, found, () => listText(found, allInstances, output.width));
      for (const problem of found.problems) output.problem(problem);
      return exitOfProblems(found.problems);
    };
  },
};

const places = (backup: ListedBackup): string => {
  if (backup.where.length === 2) return 'both';
  return backup.where[0] === 'icloud' ? 'iCloud' : 'Home';
};

const verified = ({ verification }: ListedBackup): string => {
  if (!verification) return '-';
  if (verification.defects.length > 0) return 'doubts';
  return verification.level >= 1 ? 'yes' : 'no';
};

/** `leave` with a code or a left-reason speaks for itself. */
const nextText = ({ next, reason }: ListedBackup): string => {
  if (next === 'pull') return `fetch: ${describeReason(reason)}`;
  if (next === 'delete') return 'delete next';
  return describeReason(reason);
};

const copyColumns: readonly Column<ListedBackup>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'DATE', cell: ({ date }) => formatWritten(date) },
  { title: 'SIZE', cell: ({ size }) => (size === null ? '?' : formatBytes(size)) },
  { title: 'KIND', cell: ({ kind }) => kindWords[kind] },
  { title: 'PROTECTED', cell: (backup) => (backup.protected ? 'yes' : 'no') },
  { title: 'WHERE', cell: places },
  { title: 'VERIFIED', cell: verified },
  { title: 'NAME', cell: ({ name }) => name, movable: true },
];

/** Of one's own instance only: what becomes of others' copies is not this computer's to say. */
const next: Column<ListedBackup> = { title: 'NEXT', cell: nextText, movable: true };

const doubts: Column<ListedBackup> = {
  title: 'DOUBTS',
  cell: ({ verification }) => (verification?.defects ?? []).map(describeDefectText).join('; '),
  movable: true,
};

/** What a newer program stored is restored by that one; what this one can say of it is little. */
const note: Column<ListedBackup> = {
  title: 'NOTE',
  cell: ({ reason }) => (reason === newerReason ? describeReason(reason) : ''),
  movable: true,
};
const newerReason = 'stored-by-newer';

const remoteColumns: readonly Column<ListedBackup>[] = [
  doubts,
  { title: 'REMOTE', cell: ({ remote }) => remote ?? '', movable: true },
];

const instance: Column<ListedBackup> = { title: 'INSTANCE', cell: (backup) => backup.instance, movable: true };

/** A side that could not be looked at is no empty one. */
const emptyText = ({ problems, folder }: BackupList, allInstances: boolean): Line[] => {
  if (problems.length > 0) return [];
  const where = folder === undefined ? 'in iCloud Drive' : `in the folder ${folder} of iCloud Drive`;
  if (!allInstances) return [prose(`There are no backups, neither in Home Assistant nor ${where}.`)];
  return [
    prose(`There are no backups ${where}.`),
    prose('If they are in another folder, name it: ha-icloud-backup list --all-instances --folder FOLDER'),
  ];
};

const listText = (found: BackupList, allInstances: boolean, width: number): Line[] => {
  const { backups } = found;
  if (backups.length === 0) return emptyText(found, allInstances);
  const hasDoubts = backups.some(({ verification }) => (verification?.defects.length ?? 0) > 0);
  const hasNotes = backups.some(({ reason }) => reason === newerReason);
  const notes = hasNotes ? [note] : [];
  const shown = allInstances
    ? [...copyColumns, ...notes, ...remoteColumns, instance]
    : [...copyColumns, next, ...remoteColumns];
  const wanted = shown.filter(({ title }) => title !== doubts.title || hasDoubts);
  const inCloud = backups.filter(({ where }) => where.includes('icloud'));
  const bytes = inCloud.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const waiting = backups.filter(({ next }) => next === 'pull').length;
  return [
    ...renderTable(wanted, backups, width),
    '',
    prose(
      `${plural(inCloud.length, 'copy', 'copies')} in iCloud (${formatBytes(bytes)})${waiting > 0 ? `, ${plural(waiting, 'backup')} to fetch` : ''}.`,
    ),
  ];
};
