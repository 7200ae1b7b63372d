import { formatNumber, plural } from '../../format.ts';

const copies = (count: number): string => plural(count, { one: 'copy', other: 'copies' });

export const prune = {
  summary: 'delete old copies in iCloud as the retention says',
  options: { dryRun: 'show every copy with keep or delete and why; delete nothing', yes: 'do not ask' },
  notes: [
    'Copies go to Recently Deleted and can be brought back at icloud.com for about 30 days; until then they may count.',
    'The newest verified copies stay whatever their age, and nothing is deleted while anything is in doubt.',
  ],
  nobodyToAsk: 'Nobody can be asked here. Say --yes to delete, or --dry-run to look only.',
  question: (count: number) => `Move ${copies(count)} to Recently Deleted?`,
  nothingDeleted: 'Nothing was deleted.',
  columns: { id: 'ID', date: 'DATE', next: 'NEXT', why: 'WHY', name: 'NAME', remote: 'REMOTE' },
  keep: 'keep',
  delete: 'delete',
  noCopies: 'There are no copies in iCloud.',
  later: (count: number) =>
    `A run by itself would leave ${formatNumber(count)} of them for the next days; prune takes all.`,
  held: 'Nothing is deleted at present.',
  noneDue: 'No copy is due to go.',
  going: ({ going, all }: { readonly going: number; readonly all: number }) =>
    `${formatNumber(going)} of ${copies(all)} would go.`,
  moved: (count: number) => `Moved ${copies(count)} to Recently Deleted in iCloud Drive:`,
};
