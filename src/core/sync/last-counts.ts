import type { Counts } from '../../shared/proof.ts';
import type { HaBackup } from '../domain/backup.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import { newestFirst } from '../domain/made-at.ts';
import { isVerified } from '../domain/verification.ts';

/** How much was in the last good backup of the same kind before this one; null where none was counted. */
export const lastCounts = ({ id, kind, date }: HaBackup, stored: readonly StoredBackup[]): Counts | null =>
  newestFirst(stored.filter(isVerified)).find(
    ({ manifest }) =>
      manifest.proof?.counts &&
      manifest.kind === kind &&
      manifest.backupId !== id &&
      Date.parse(manifest.date) < Date.parse(date),
  )?.manifest.proof?.counts ?? null;
