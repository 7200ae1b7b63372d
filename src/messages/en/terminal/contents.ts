import type { InsideFile, PartKind } from '../../../shared/inside.ts';
import { formatNumber } from '../../format.ts';
import { inside } from './inside.ts';

export const contents = {
  summary: 'list what is in a backup: apps, folders, files',
  options: {
    what: inside.what,
    part: 'only the files of this part, for example homeassistant',
    instance: inside.instance,
    folder: inside.folder,
  },
  notes: [
    `${inside.key} Without it only the parts are listed, not the files in them.`,
    'Of a backup in iCloud, only the parts whose files are listed are downloaded. Use --part to download less.',
  ],
  columns: {
    part: 'PART',
    kind: 'KIND',
    version: 'VERSION',
    size: 'SIZE',
    encrypted: 'ENCRYPTED',
    files: 'FILES',
    name: 'NAME',
    modified: 'MODIFIED',
    path: 'PATH',
  },
  kinds: {
    homeassistant: 'Home Assistant',
    app: 'app',
    folder: 'folder',
    supervisor: 'Supervisor',
  } satisfies Record<PartKind, string>,
  /** In place of a size. */
  types: {
    folder: 'folder',
    link: 'link',
    'hard-link': 'second name',
    device: 'device',
    pipe: 'pipe',
    other: 'other',
  } satisfies Record<Exclude<InsideFile['type'], 'file'>, string>,
  untitled: 'A backup without a table of contents',
  labels: { date: 'Date', file: 'File', icloud: 'iCloud' },
  file: ({ place, bytes }: { readonly place: string; readonly bytes: string }) => `${place}  (${bytes})`,
  waiting: ({ place, bytes }: { readonly place: string; readonly bytes: string }) =>
    `${place}  (${bytes}, waiting to upload)`,
  more: (count: number) =>
    `and ${formatNumber(count)} more. Use --json for a longer list, or --part for the files of one part.`,
  locked: 'Set HA_ICLOUD_BACKUP_KEY to see the files in the encrypted parts.',
};
