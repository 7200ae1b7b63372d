import type { DescribedBackup } from '../../../src/shared/contract/described.ts';
import { archiveOf, folderOf } from '../backup-rows.ts';

/** How a command is told which copy is meant: where the list showed it. */
export const copyOf = (backup: DescribedBackup): { readonly id: string; readonly folder?: string } => {
  const folder = folderOf(backup);
  return { id: archiveOf(backup) ?? backup.id, ...(folder === null ? {} : { folder }) };
};
