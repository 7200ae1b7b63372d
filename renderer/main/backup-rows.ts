import type { DescribedBackup } from '../../src/shared/contract/described.ts';

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
