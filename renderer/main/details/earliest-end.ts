import type { DescribedBackup } from '../../../src/shared/contract/described.ts';

const dayMs = 86_400_000;

/**
 * The first moment at which a copy may go by its age, ISO 8601: what is kept counts from when it was made or confirmed, whatever was
 * later. Null where its age does not decide, or where it is not kept for its age.
 */
export const earliestEnd = (
  { next, reason, date, verification }: Pick<DescribedBackup, 'next' | 'reason' | 'date' | 'verification'>,
  retentionDays: number | null,
): string | null => {
  if (next !== 'keep' || reason !== 'young' || verification === null || !retentionDays) return null;
  const from = Math.max(Date.parse(date), Date.parse(verification.confirmedAt));
  return Number.isNaN(from) ? null : new Date(from + retentionDays * dayMs).toISOString();
};
