import type { SetupResult } from '../../src/shared/status.ts';

export interface Retention {
  readonly days: number;
  readonly keep: number;
}

/** Copies that retention keeps, by the rhythm that Home Assistant has (the same rule as core/commands/set-up.ts). */
const copies = ({ days, keep }: Retention, result: SetupResult): number => {
  const perDay = result.schedule?.recurrence === 'custom_days' ? 0.5 : 1;
  return Math.max(Math.ceil(days * perDay), keep);
};

/**
 * Bytes in iCloud with other numbers than those of the moment in which the connection worked it out. `all`: everything is
 * kept, so there is no end to it; null: nothing is known to judge by.
 */
export const needsWith = (wanted: Retention, then: Retention, result: SetupResult | null): number | 'all' | null => {
  if (wanted.days === 0) return 'all';
  if (result?.needsBytes == null || then.days === 0) return null;
  return (result.needsBytes / copies(then, result)) * copies(wanted, result);
};
