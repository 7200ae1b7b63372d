import { resolve } from 'node:path';
import { namesOf } from '../../core/archive/contents.ts';
import { contentsSchema, type Contents, type InsideFile, type InsidePart, type Origin } from '../../shared/inside.ts';
import type { Problem } from '../../shared/run-report.ts';
import { formatBytes, formatNumber } from '../../messages/format.ts';
import { messages } from '../../messages/messages.ts';
import { requiredWord, textOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { formatLocal, formatWritten } from '../dates.ts';
import { exitOfProblems } from '../exit-codes.ts';
import { showFetch } from '../inside-text.ts';
import { givenKeys, kitHelp, kitOf, kitOption, typedKeys } from '../keys.ts';
import { labelled } from '../labels.ts';
import { openProgress } from '../progress.ts';
import { prose, type Line } from '../prose.ts';
import { renderTable, type Column } from '../table.ts';

export const contents: Command = {
  name: 'contents',
  get summary(): string {
    return messages.terminal.contents.summary;
  },
  synopsis: 'FILE|ID [--part PART] [--kit FILE] [--instance NAME] [--folder FOLDER]',
  get optionHelp(): Command['optionHelp'] {
    const { what, part, instance, folder } = messages.terminal.contents.options;
    return [
      ['FILE|ID', what],
      ['--part PART', part],
      kitHelp(),
      ['--instance NAME', instance],
      ['--folder FOLDER', folder],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.contents.notes;
  },
  examples: [
    'ha-icloud-backup contents ~/Downloads/backup.tar',
    'ha-icloud-backup contents 1a2b3c4d --part homeassistant',
  ],
  options: { ...kitOption, part: { type: 'string' }, instance: { type: 'string' }, folder: { type: 'string' } },
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
    const kit = kitOf(given);
    return async (call) => {
      const { app, io, output } = call;
      const keys = { given: await givenKeys(call, kit), keys: () => askUnlessJson(call) };
      const progress = openProgress(call, () => undefined);
      const listener = showFetch(call, progress);
      const found = await app.contents({ ...wish, ...keys }, listener, io.signal).finally(() => progress.end());
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
const askUnlessJson = async (call: Call): Promise<readonly string[]> => (call.output.json ? [] : await typedKeys(call));

/** More would scroll away; `--json` lists them all. */
const maxLines = 1000;

const partColumns = (): readonly Column<InsidePart>[] => {
  const { columns: titles, kinds } = messages.terminal.contents;
  const { yes, no } = messages.terminal.common;
  return [
    { title: titles.part, cell: ({ name }) => name },
    { title: titles.kind, cell: ({ kind }) => kinds[kind] },
    { title: titles.version, cell: ({ version }) => version ?? '-' },
    { title: titles.size, cell: ({ size }) => formatBytes(size) },
    { title: titles.encrypted, cell: ({ encrypted }) => (encrypted ? yes : no) },
    { title: titles.files, cell: ({ files, more }) => (files === null ? '-' : formatNumber(files.length + more)) },
    { title: titles.name, cell: ({ title }) => title, movable: true },
  ];
};

const fileColumns = (): readonly Column<InsideFile>[] => {
  const { columns: titles, types } = messages.terminal.contents;
  return [
    { title: titles.size, cell: ({ type, size }) => (type === 'file' ? formatBytes(size) : types[type]) },
    { title: titles.modified, cell: ({ modified }) => (modified === null ? '-' : formatLocal(modified)) },
    { title: titles.path, cell: ({ path }) => path },
  ];
};

/** Where the archive is. */
const originText = ({ from, place, bytes }: Origin): string => {
  const { file, waiting } = messages.terminal.contents;
  return (from === 'staged' ? waiting : file)({ place, bytes: formatBytes(bytes) });
};

const contentsText = ({ name, date, id, parts, origin }: Contents, width: number): Line[] => {
  const words = messages.terminal.contents;
  const labels = labelled(words.labels, '  ');
  const files = parts.flatMap((part) => part.files ?? []);
  const more = parts.reduce((sum, part) => sum + part.more, 0);
  const shown = files.slice(0, maxLines);
  const left = files.length - shown.length + more;
  const isLocked = parts.some((part) => part.files === null && part.encrypted && part.problem === null);
  return [
    prose([name ?? words.untitled, ...(id === null ? [] : [`(${id})`])].join(' ')),
    ...(date === null ? [] : [`${labels.date}${formatWritten(date)}`]),
    `${origin.from === 'icloud' ? labels.icloud : labels.file}${originText(origin)}`,
    '',
    ...renderTable(partColumns(), parts, width),
    ...(shown.length === 0 ? [] : ['', ...renderTable(fileColumns(), shown, width)]),
    ...(left === 0 ? [] : [prose(words.more(left))]),
    ...(isLocked ? ['', prose(words.locked)] : []),
  ];
};
