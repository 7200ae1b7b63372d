import { plural } from '../../format.ts';

export const removed = {
  summary: 'confirm that you deleted backups in iCloud yourself',
  notes: [
    'For backups that have disappeared from iCloud, as status reports. Without an ID: all of them.',
    "They aren't uploaded again. To get one back, use backup --again ID instead.",
  ],
  nothingToAnswer: 'No backup has disappeared. There is nothing to confirm.',
  noted: (count: number) => `Confirmed: you deleted ${plural(count, { one: 'backup', other: 'backups' })}.`,
};
