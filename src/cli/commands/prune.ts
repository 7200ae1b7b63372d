import { messages } from '../../messages/messages.ts';
import { pruneResultSchema, type PruneResult } from '../../shared/status.ts';
import { flagOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { formatWritten } from '../dates.ts';
import { exitCodes, exitOfProblems } from '../exit-codes.ts';
import { askYesNo } from '../questions.ts';
import { nextReason } from '../../messages/reasons.ts';
import { renderTable, type Column } from '../table.ts';
import { UsageError } from '../usage-error.ts';

export const prune: Command = {
  name: 'prune',
  get summary(): string {
    return messages.terminal.prune.summary;
  },
  synopsis: '[--dry-run] [--yes]',
  get optionHelp(): Command['optionHelp'] {
    const { dryRun, yes } = messages.terminal.prune.options;
    return [
      ['--dry-run', dryRun],
      ['--yes', yes],
    ];
  },
  get notes(): Command['notes'] {
    return messages.terminal.prune.notes;
  },
  examples: ['ha-icloud-backup prune --dry-run', 'ha-icloud-backup prune --yes'],
  options: { 'dry-run': { type: 'boolean' }, yes: { type: 'boolean', short: 'y' } },
  positionals: 0,
  jsonLines: false,
  tellsHome: true,
  prepare: (given) => {
    if (flagOption(given, 'dry-run')) return (call) => show(call);
    if (flagOption(given, 'yes')) return (call) => carryOut(call);
    if (!given.io.isTty.stdin || given.json) {
      throw new UsageError(messages.terminal.prune.nobodyToAsk);
    }
    return (call) => askFirst(call);
  },
};

const show = async ({ app, io, output }: Call): Promise<number> => {
  const plan = await app.prune({ dryRun: true }, io.signal);
  output.answer(pruneResultSchema, plan, () => planText(plan, output.width));
  return exitOfPrune(plan, output);
};

/** @param only - what the user saw and agreed to; undefined = whatever is due */
const carryOut = async ({ app, io, output }: Call, only?: readonly string[]): Promise<number> => {
  const result = await app.prune({ dryRun: false, ...withoutUndefined({ only }) }, io.signal);
  output.answer(pruneResultSchema, result, () => resultText(result));
  return exitOfPrune(result, output);
};

const askFirst = async (call: Call): Promise<number> => {
  const { app, io, output } = call;
  const plan = await app.prune({ dryRun: true }, io.signal);
  output.say(planText(plan, output.width));
  const shown = goingOf(plan).map(({ archive }) => archive);
  if (plan.held !== null || shown.length === 0) return exitOfPrune(plan, output);
  if (await askYesNo(call, messages.terminal.prune.question(shown.length))) return await carryOut(call, shown);
  output.say([messages.terminal.prune.nothingDeleted]);
  return exitCodes.done;
};

const exitOfPrune = ({ held }: PruneResult, output: Call['output']): number => {
  if (held === null) return exitCodes.done;
  output.problem(held);
  return exitOfProblems([held]);
};

const goingOf = ({ backups }: PruneResult): PruneResult['backups'] => backups.filter(({ next }) => next !== 'keep');

type Row = PruneResult['backups'][number];

const columns = (): readonly Column<Row>[] => {
  const { columns: titles, keep, delete: deleted } = messages.terminal.prune;
  return [
    { title: titles.id, cell: ({ id }) => id },
    { title: titles.date, cell: ({ date }) => formatWritten(date) },
    { title: titles.next, cell: ({ next }) => (next === 'keep' ? keep : deleted) },
    { title: titles.why, cell: ({ reason }) => nextReason(reason), movable: true },
    { title: titles.name, cell: ({ name }) => name, movable: true },
    { title: titles.remote, cell: ({ archive }) => archive, movable: true },
  ];
};

const planText = (plan: PruneResult, width: number): string[] => {
  if (plan.backups.length === 0) return [messages.terminal.prune.noBackups];
  const going = goingOf(plan);
  const later = going.filter(({ next }) => next === 'later').length;
  return [
    ...renderTable(columns(), plan.backups, width),
    '',
    summary(plan, going.length),
    ...(later > 0 && plan.held === null ? [messages.terminal.prune.later(later)] : []),
  ];
};

const summary = ({ held, backups }: PruneResult, going: number): string => {
  const words = messages.terminal.prune;
  if (held !== null) return words.held;
  return going === 0 ? words.noneDue : words.due({ due: going, all: backups.length });
};

const resultText = ({ removed, held }: PruneResult): string[] => {
  const words = messages.terminal.prune;
  if (removed.length === 0) return [held === null ? words.noneDue : words.nothingDeleted];
  return [words.moved(removed.length), ...removed.map((archive) => `  ${archive}`)];
};
