import { plural } from '../../format.ts';

export const backup = {
  summary: 'back up now: download, check, upload, verify, delete old backups',
  options: {
    create: 'have Home Assistant make a new backup first',
    again: 'back up this one again, even if it was rejected, failed, or you deleted it',
  },
  notes: ['Contacts Home Assistant and Apple now. To check every hour and leave Apple alone, use watch.'],
  /** Behind an example. */
  forCron: '(for cron: prints problems only)',
};

interface Ended {
  readonly took: string;
  readonly done: string;
}

/** What a run did. */
export const report = {
  outcomes: {
    stored: 'stored',
    'already-stored': 'already stored',
    refused: 'rejected',
    failed: 'failed',
    deleted: 'deleted',
  },
  recoverable: (archive: string) => `${archive} (in Recently Deleted for about 30 days)`,
  stored: ({ count, bytes }: { readonly count: number; readonly bytes: string }) =>
    `stored ${plural(count, { one: 'backup', other: 'backups' })} in iCloud (${bytes})`,
  deleted: (count: number) => `deleted ${plural(count, { one: 'old backup', other: 'old backups' })}`,
  nothingStored: 'nothing was stored',
  failed: ({ took, done }: Ended) => `Failed after ${took}: ${done}.`,
  cancelled: ({ took, done }: Ended) => `Cancelled after ${took}: ${done}.`,
  done: ({ took, done }: Ended) => `Done in ${took}: ${done}.`,
  nothingNew: 'Nothing new: everything is already in iCloud.',
};
