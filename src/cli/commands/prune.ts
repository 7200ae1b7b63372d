import { pruneResultSchema, type PruneResult } from '../../shared/status.ts';
import { plural } from '../../shared/words/format.ts';
import { flagOption, withoutUndefined, type Call, type Command } from '../command.ts';
import { formatWritten } from '../dates.ts';
import { exitCodes, exitOfProblems } from '../exit-codes.ts';
import { askYesNo } from '../questions.ts';
import { describeReason } from '../../shared/words/reasons.ts';
import { renderTable, type Column } from '../table.ts';
import { UsageError } from '../usage-error.ts';

export const prune: Command = {
  name: 'prune',
  summary: 'delete old copies in iCloud as the retention says',
  synopsis: '[--dry-run] [--yes]',
  optionHelp: [
    ['--dry-run', 'show every copy with keep or delete and why; delete nothing'],
    ['--yes', 'do not ask'],
  ],
  notes: [
    'Copies go to Recently Deleted and can be brought back at icloud.com for about 30 days; until then they may count.',
    'The newest verified copies stay whatever their age, and nothing is deleted while anything is in doubt.',
  ],
  examples: ['ha-icloud-backup prune --dry-run', 'ha-icloud-backup prune --yes'],
  options: { 'dry-run': { type: 'boolean' }, yes: { type: 'boolean', short: 'y' } },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    if (flagOption(given, 'dry-run')) return (call) => show(call);
    if (flagOption(given, 'yes')) return (call) => carryOut(call);
    if (!given.io.isTty.stdin || given.json) {
      throw new UsageError('Nobody can be asked here. Say --yes to delete, or --dry-run to look only.');
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
  if (await askYesNo(call, `Move ${copies(shown.length)} to Recently Deleted?`)) return await carryOut(call, shown);
  output.say(['Nothing was deleted.']);
  return exitCodes.done;
};

const exitOfPrune = ({ held }: PruneResult, output: Call['output']): number => {
  if (held === null) return exitCodes.done;
  output.problem(held);
  return exitOfProblems([held]);
};

const copies = (count: number): string => plural(count, 'copy', 'copies');

const goingOf = ({ backups }: PruneResult): PruneResult['backups'] => backups.filter(({ next }) => next !== 'keep');

type Row = PruneResult['backups'][number];

const columns: readonly Column<Row>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'DATE', cell: ({ date }) => formatWritten(date) },
  { title: 'NEXT', cell: ({ next }) => (next === 'keep' ? 'keep' : 'delete') },
  { title: 'WHY', cell: ({ reason }) => describeReason(reason), movable: true },
  { title: 'NAME', cell: ({ name }) => name, movable: true },
  { title: 'REMOTE', cell: ({ archive }) => archive, movable: true },
];

const planText = (plan: PruneResult, width: number): string[] => {
  if (plan.backups.length === 0) return ['There are no copies in iCloud.'];
  const going = goingOf(plan);
  const later = going.filter(({ next }) => next === 'later').length;
  return [
    ...renderTable(columns, plan.backups, width),
    '',
    summary(plan, going.length),
    ...(later > 0 ? [`A run by itself would leave ${later} of them for the next days; prune takes all.`] : []),
  ];
};

const summary = ({ held, backups }: PruneResult, going: number): string => {
  if (held !== null) return 'Nothing is deleted at present.';
  return going === 0 ? 'No copy is due to go.' : `${going} of ${copies(backups.length)} would go.`;
};

const resultText = ({ removed, held }: PruneResult): string[] => {
  if (removed.length === 0) return [held === null ? 'No copy is due to go.' : 'Nothing was deleted.'];
  return [
    `Moved ${copies(removed.length)} to Recently Deleted in iCloud Drive:`,
    ...removed.map((archive) => `  ${archive}`),
  ];
};
