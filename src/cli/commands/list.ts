import { listSchema, type BackupList, type ListedBackup } from '../../shared/status.ts';
import { flagOption, textOption, withoutUndefined, type Command } from '../command.ts';
import { formatWritten } from '../dates.ts';
import { exitOfProblems } from '../exit-codes.ts';
import { prose, type Line } from '../prose.ts';
import { described } from '../../messages/problems.ts';
import { describeDefectText, describeLevel, describeReason, nextReason } from '../../messages/reasons.ts';
import { renderTable, type Column } from '../table.ts';
import { messages } from '../../messages/messages.ts';
import { formatBytes } from '../../messages/format.ts';

export const list: Command = {
  name: 'list',
  get summary(): string {
    return messages.terminal.list.summary;
  },
  synopsis: '[--all-instances [--folder FOLDER]]',
  get optionHelp(): Command['optionHelp'] {
    const { allInstances, folder } = messages.terminal.list.options;
    return [
      ['--all-instances', allInstances],
      ['--folder FOLDER', folder],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.list.notes;
  },
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

const places = ({ where }: ListedBackup): string => {
  const { both, icloud, home } = messages.terminal.list.places;
  if (where.length === 2) return both;
  return where[0] === 'icloud' ? icloud : home;
};

const protection = (backup: ListedBackup): string => {
  const { yes, no, partly } = messages.terminal.common;
  if (backup.protected) return yes;
  return backup.plainParts ? partly : no;
};

const proof = ({ verification }: ListedBackup): string => (verification ? describeLevel(verification.level) : '-');

/** `leave` with a code or a left-reason speaks for itself. */
const nextText = ({ next, reason }: ListedBackup): string => {
  if (next === 'pull') return messages.terminal.list.upload(describeReason(reason));
  if (next === 'delete') return messages.terminal.list.delete(nextReason(reason));
  return describeReason(reason);
};

/** What speaks against the copy, in words. */
const doubtsOf = ({ verification }: ListedBackup): string[] => [
  ...(verification?.problem ? [described(verification.problem).title] : []),
  ...(verification?.defects ?? []).map(describeDefectText),
];

/** What a newer program stored is restored by that one; what this one can say of it is little. */
const isNewer = ({ reason }: ListedBackup): boolean => reason === 'stored-by-newer';

const columnsFor = (backups: readonly ListedBackup[], allInstances: boolean): readonly Column<ListedBackup>[] => {
  const titles = messages.terminal.list.columns;
  const defects: Column<ListedBackup> = {
    title: titles.defects,
    cell: (backup) => doubtsOf(backup).join('; '),
    movable: true,
  };
  const note: Column<ListedBackup> = {
    title: titles.note,
    cell: (backup) => (isNewer(backup) ? describeReason(backup.reason) : ''),
    movable: true,
  };
  /** Of one's own instance only: what becomes of others' copies is not this computer's to say. */
  const next: Column<ListedBackup> = { title: titles.next, cell: nextText, movable: true };
  return [
    { title: titles.id, cell: ({ id }) => id },
    { title: titles.date, cell: ({ date }) => formatWritten(date) },
    { title: titles.size, cell: ({ size }) => (size === null ? '?' : formatBytes(size)) },
    { title: titles.kind, cell: ({ kind }) => messages.kinds[kind] },
    { title: titles.encrypted, cell: protection },
    { title: titles.where, cell: places },
    { title: titles.proof, cell: proof },
    { title: titles.name, cell: ({ name }) => name, movable: true },
    ...(allInstances ? [] : [next]),
    ...(allInstances && backups.some(isNewer) ? [note] : []),
    ...(backups.some((backup) => doubtsOf(backup).length > 0) ? [defects] : []),
    { title: titles.remote, cell: ({ remote }) => remote ?? '', movable: true },
    ...(allInstances ? [{ title: titles.instance, cell: ofInstance, movable: true }] : []),
  ];
};

const ofInstance = ({ instance }: ListedBackup): string => instance;

/** A side that could not be looked at is no empty one. */
const emptyText = ({ problems, folder, search }: BackupList, allInstances: boolean): Line[] => {
  if (problems.length > 0 && search === undefined) return [];
  const words = messages.terminal.list;
  if (!allInstances) return [prose(folder === undefined ? words.noneHere : words.noneHereIn(folder))];
  if (search === undefined) return [prose(folder === undefined ? words.noneInCloud : words.noneInFolder(folder))];
  return [
    prose(words.notFound(messages.search.looked(search))),
    prose(messages.search.where(search)),
    prose(words.elsewhere('ha-icloud-backup list --all-instances --folder FOLDER')),
  ];
};

/** Said where it is not the folder that somebody asked for. */
const foundElsewhere = ({ search, folder }: BackupList): Line[] =>
  search === undefined || search.found.every((found) => found === folder)
    ? []
    : [prose(messages.search.found(search.found))];

const listText = (found: BackupList, allInstances: boolean, width: number): Line[] => {
  const { backups } = found;
  if (backups.length === 0) return emptyText(found, allInstances);
  const inCloud = backups.filter(({ where }) => where.includes('icloud'));
  const bytes = formatBytes(inCloud.reduce((sum, { size }) => sum + (size ?? 0), 0));
  const waiting = backups.filter(({ next }) => next === 'pull').length;
  const stored = { count: inCloud.length, bytes };
  const words = messages.terminal.list;
  return [
    ...renderTable(columnsFor(backups, allInstances), backups, width),
    '',
    prose(waiting > 0 ? words.inCloudAndWaiting({ ...stored, waiting }) : words.inCloud(stored)),
    ...foundElsewhere(found),
  ];
};
