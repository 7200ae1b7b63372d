import { plural } from '../../format.ts';

interface InCloud {
  readonly copies: number;
  readonly bytes: string;
}

const copiesOf = (count: number): string => plural(count, { one: 'copy', other: 'copies' });

export const list = {
  summary: 'backups in Home Assistant and in iCloud, and what becomes of them',
  options: {
    allInstances: 'every copy in iCloud, of all Home Assistants; needs an Apple account alone',
    folder: 'where they are in iCloud Drive; without it they are searched for',
  },
  notes: ['Looks at both sides now. The first column is what restore and backup --again take.'],
  columns: {
    id: 'ID',
    date: 'DATE',
    size: 'SIZE',
    kind: 'KIND',
    protected: 'PROTECTED',
    where: 'WHERE',
    verified: 'VERIFIED',
    name: 'NAME',
    next: 'NEXT',
    doubts: 'DOUBTS',
    note: 'NOTE',
    remote: 'REMOTE',
    instance: 'INSTANCE',
  },
  places: { both: 'both', icloud: 'iCloud', home: 'Home' },
  doubtful: 'doubts',
  fetch: (reason: string) => `fetch: ${reason}`,
  deleteNext: 'delete next',
  noneHere: 'There are no backups, neither in Home Assistant nor in iCloud Drive.',
  noneHereIn: (folder: string) =>
    `There are no backups, neither in Home Assistant nor in the folder ${folder} of iCloud Drive.`,
  noneInCloud: 'There are no backups in iCloud Drive.',
  noneInFolder: (folder: string) => `There are no backups in the folder ${folder} of iCloud Drive.`,
  notFound: (looked: string) => `No backups were found. ${looked}`,
  elsewhere: (command: string) => `If they are in another folder, name it: ${command}`,
  inCloud: ({ copies, bytes }: InCloud) => `${copiesOf(copies)} in iCloud (${bytes}).`,
  inCloudAndWaiting: ({ copies, bytes, waiting }: InCloud & { readonly waiting: number }) =>
    `${copiesOf(copies)} in iCloud (${bytes}), ${plural(waiting, { one: 'backup', other: 'backups' })} to fetch.`,
};
