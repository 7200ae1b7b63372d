import { plural } from '../../format.ts';

export const backup = {
  summary: 'one run: create if asked, fetch, check, upload, confirm, prune',
  options: {
    create: 'let Home Assistant make a new backup first',
    again: 'try this one once more, though it was refused, failed, or deleted by you',
  },
  notes: ['Asks Home Assistant and Apple now. For a look every hour that leaves Apple alone, use watch.'],
  /** Behind an example. */
  forCron: '(for cron: only problems are told)',
};

interface Ended {
  readonly took: string;
  readonly done: string;
}

/** What a run did. */
export const report = {
  outcomes: {
    stored: 'stored',
    'already-stored': 'was there',
    refused: 'refused',
    failed: 'failed',
    deleted: 'deleted',
  },
  recoverable: (archive: string) => `${archive} (in Recently Deleted for about 30 days)`,
  stored: ({ count, bytes }: { readonly count: number; readonly bytes: string }) =>
    `stored ${plural(count, { one: 'backup', other: 'backups' })} in iCloud (${bytes})`,
  deleted: (count: number) => `deleted ${plural(count, { one: 'old copy', other: 'old copies' })}`,
  nothingStored: 'nothing was stored',
  failed: ({ took, done }: Ended) => `Failed after ${took}: ${done}.`,
  cancelled: ({ took, done }: Ended) => `Cancelled after ${took}: ${done}.`,
  done: ({ took, done }: Ended) => `Done in ${took}: ${done}.`,
  nothingNew: 'Nothing new: everything that is to be kept is in iCloud.',
};
