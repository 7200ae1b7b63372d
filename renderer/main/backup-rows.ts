import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { withoutControls } from '../../src/shared/safe-text.ts';
import { formatExact } from '../../src/messages/dates.ts';

export type BackupFilter = 'all' | 'icloud' | 'not-icloud';

export const isInCloud = ({ where }: DescribedBackup): boolean => where.includes('icloud');
export const isInHome = ({ where }: DescribedBackup): boolean => where.includes('home-assistant');

const filters: Readonly<Record<BackupFilter, (backup: DescribedBackup) => boolean>> = {
  all: () => true,
  icloud: isInCloud,
  'not-icloud': (backup) => !isInCloud(backup),
};

export const filtered = (backups: readonly DescribedBackup[], filter: BackupFilter): readonly DescribedBackup[] =>
  backups.filter(filters[filter]);

/** What is in iCloud is named by its archive: one backup may have two copies there. */
export const keyOf = ({ id, remote }: DescribedBackup): string => remote ?? id;

/** The last part of the path is the archive's own name. */
export const archiveOf = ({ remote }: DescribedBackup): string | null => remote?.split('/').at(-1) ?? null;

/** The folder that it is in, from the drive's root. */
export const folderOf = ({ remote }: DescribedBackup): string | null => {
  const cut = remote?.lastIndexOf('/') ?? -1;
  return cut > 0 ? (remote?.slice(0, cut) ?? null) : null;
};

/** What a person knows a backup by, in one line. */
export const titleOf = ({ name, date }: DescribedBackup): string =>
  [name, formatExact(date)].filter((part) => part !== '').join(', ');

/**
 * By `keyOf`: what tells each row from all others, for people who hear its button without the row. Two copies of one backup,
 * or two backups of one minute, are told apart by file or id.
 */
export const rowTitles = (backups: readonly DescribedBackup[]): ReadonlyMap<string, string> => {
  const counts = new Map<string, number>();
  for (const backup of backups) counts.set(titleOf(backup), (counts.get(titleOf(backup)) ?? 0) + 1);
  return new Map(
    backups.map((backup) => {
      const title = titleOf(backup);
      return [
        keyOf(backup),
        counts.get(title) === 1 ? title : `${title}, ${withoutControls(archiveOf(backup) ?? backup.id)}`,
      ];
    }),
  );
};
