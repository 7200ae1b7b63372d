import type { BackupSearch } from '../../../shared/status.ts';
import type { SearchView } from '../../../shared/contract/views.ts';
import { plural } from '../../format.ts';

const nameOf = (folder: string): string => (folder === '' ? 'the top level' : folder);

/** Where backups were searched for in iCloud Drive: never more than that is claimed. */
export const search = {
  /** While it is at work. */
  looking: ({ looked, known }: SearchView): string =>
    `Searching ${plural(known, { one: 'folder', other: 'folders' })}, ${looked} done`,
  folder: ({ folder }: SearchView): string => (folder === '' ? 'The top level of iCloud Drive' : folder),
  looked: ({ looked, left }: BackupSearch): string =>
    left === 0
      ? `Searched ${plural(looked.length, { one: 'folder', other: 'folders' })} of iCloud Drive.`
      : `Searched ${plural(looked.length, { one: 'folder', other: 'folders' })} of iCloud Drive; ${plural(left, { one: 'more was', other: 'more were' })} not searched.`,
  where: ({ looked }: BackupSearch): string => `Searched: ${looked.map(nameOf).join(', ')}.`,
  found: (folders: readonly string[]): string => `Found in ${folders.map(nameOf).join(', ')}.`,
};
