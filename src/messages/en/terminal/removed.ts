import { plural } from '../../format.ts';

export const removed = {
  summary: 'say that you deleted backups in iCloud yourself, so that nothing is asked about them any more',
  notes: [
    'For backups that status says have disappeared from iCloud. Without ID: all of them.',
    'They are not uploaded again. To have one back, use backup --again ID instead.',
  ],
  nothingToAnswer: 'No backup has disappeared; there is nothing to answer.',
  noted: (count: number) => `Noted: you removed ${plural(count, { one: 'backup', other: 'backups' })}.`,
};
