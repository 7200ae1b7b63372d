import { formatNumber, plural } from '../../format.ts';

const backups = (count: number): string => plural(count, { one: 'backup', other: 'backups' });

export const prune = {
  summary: 'delete old backups in iCloud by your retention rules',
  options: {
    dryRun: 'show which backups would be kept or deleted, and why; delete nothing',
    yes: 'delete without asking',
  },
  notes: [
    'Deleted backups can be recovered from Recently Deleted at icloud.com for about 30 days. They may count towards your storage until then.',
    'The newest verified backups are kept regardless of age, and nothing is deleted while anything is in doubt.',
  ],
  nobodyToAsk: 'No terminal to ask: use --yes or --dry-run.',
  question: (count: number) => `Move ${backups(count)} to Recently Deleted?`,
  nothingDeleted: 'Nothing was deleted.',
  columns: { id: 'ID', date: 'DATE', next: 'NEXT', why: 'WHY', name: 'NAME', remote: 'REMOTE' },
  keep: 'keep',
  delete: 'delete',
  noBackups: 'There are no backups in iCloud.',
  later: (count: number) => `An automatic run would leave ${formatNumber(count)} of them for later; prune deletes all.`,
  held: 'Nothing is deleted for now.',
  noneDue: 'No backup is due for deletion.',
  due: ({ due, all }: { readonly due: number; readonly all: number }) =>
    `${formatNumber(due)} of ${backups(all)} would be deleted.`,
  moved: (count: number) => `Moved ${backups(count)} to Recently Deleted in iCloud Drive:`,
};
