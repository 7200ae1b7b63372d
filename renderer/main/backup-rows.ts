import type { ListedBackup } from '../../src/shared/status.ts';

export type BackupFilter = 'all' | 'icloud' | 'not-icloud';

export const isInCloud = ({ where }: ListedBackup): boolean => where.includes('icloud');
export const isInHome = ({ where }: ListedBackup): boolean => where.includes('home-assistant');

const filters: Readonly<Record<BackupFilter, (backup: ListedBackup) => boolean>> = {
  all: () => true,
  icloud: isInCloud,
  'not-icloud': (backup) => !isInCloud(backup),
};

export const filtered = (backups: readonly ListedBackup[], filter: BackupFilter): readonly ListedBackup[] =>
  backups.filter(filters[filter]);

/** What is in iCloud is named by its archive: one backup may have two copies there. */
export const keyOf = ({ id, remote }: ListedBackup): string => remote ?? id;

/** The last part of the path is the archive's own name. */
export const archiveOf = ({ remote }: ListedBackup): string | null => remote?.split('/').at(-1) ?? null;
