import type { ListedBackup } from '../../src/shared/status.ts';

/** Proven while its bytes passed, and no further. */
export const intact = { level: 1, levelName: 'Intact', provedAt: '2026-11-21T04:20:00.000Z' } as const;

/** What a list tells of a copy. */
export const aVerification = (
  given: Partial<NonNullable<ListedBackup['verification']>> = {},
): NonNullable<ListedBackup['verification']> => ({
  ...intact,
  defects: [],
  confirmedAt: intact.provedAt,
  levels: [],
  counts: null,
  problem: null,
  ...given,
});
