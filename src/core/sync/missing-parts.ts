import type { Defect, HaBackup } from '../domain/backup.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { newestFirst } from '../domain/made-at.ts';

/**
 * Apps and folders that the last backup of the same kind had and this one lacks, although Home Assistant reported no
 * failure: a failing app can leave no other trace (facts#making-a-backup). An app that the user removed looks the same, so
 * this is said once, against the backup before, and never stops anything.
 */
export const missingParts = (backup: HaBackup, stored: readonly StoredBackup[]): Defect[] => {
  const before = newestFirst(stored).find(
    ({ manifest }) =>
      manifest.kind === backup.kind &&
      manifest.backupId !== backup.id &&
      new Date(manifest.date) < new Date(backup.date),
  );
  if (!before) return [];
  const lost = (had: readonly string[], has: readonly string[], reported: readonly string[]): string[] =>
    had.filter((part) => !has.includes(part) && !reported.includes(part));
  return [
    ...lost(before.manifest.addons, backup.addons, backup.failed.addons).map((part) => ({
      kind: 'app-missing' as const,
      part,
    })),
    ...lost(before.manifest.folders, backup.folders, backup.failed.folders).map((part) => ({
      kind: 'folder-missing' as const,
      part,
    })),
  ];
};
