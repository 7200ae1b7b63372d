import { plural } from '../../format.ts';
import { inside } from './inside.ts';

interface InCloud {
  readonly count: number;
  readonly bytes: string;
}

const backups = (count: number): string => plural(count, { one: 'backup', other: 'backups' });

export const list = {
  summary: 'backups in Home Assistant and in iCloud, and what happens to them next',
  options: {
    allInstances: 'every backup in iCloud, of all Home Assistants; needs only an Apple Account',
    folder: inside.folder,
  },
  notes: ['Checks both sides. Use the first column with restore and backup --again.'],
  columns: {
    id: 'ID',
    date: 'DATE',
    size: 'SIZE',
    kind: 'KIND',
    encrypted: 'ENCRYPTED',
    where: 'WHERE',
    proof: 'PROOF',
    name: 'NAME',
    next: 'NEXT',
    defects: 'DEFECTS',
    note: 'NOTE',
    remote: 'REMOTE',
    instance: 'INSTANCE',
  },
  places: { both: 'both', icloud: 'iCloud', home: 'Home' },
  upload: (reason: string) => `upload: ${reason}`,
  delete: (reason: string) => `delete: ${reason}`,
  noneHere: 'There are no backups, neither in Home Assistant nor in iCloud Drive.',
  noneHereIn: (folder: string) =>
    `There are no backups, neither in Home Assistant nor in the folder ${folder} in iCloud Drive.`,
  noneInCloud: 'There are no backups in iCloud Drive.',
  noneInFolder: (folder: string) => `There are no backups in the folder ${folder} in iCloud Drive.`,
  notFound: (looked: string) => `No backups were found. ${looked}`,
  elsewhere: (command: string) => `If they are in another folder, name it: ${command}`,
  inCloud: ({ count, bytes }: InCloud) => `${backups(count)} in iCloud (${bytes}).`,
  inCloudAndWaiting: ({ count, bytes, waiting }: InCloud & { readonly waiting: number }) =>
    `${backups(count)} in iCloud (${bytes}), ${backups(waiting)} to upload.`,
};
