import { keptCopies } from '../../src/shared/kept-copies.ts';
import type { SetupResult } from '../../src/shared/status.ts';
import type { Retention } from '../choices/preview.ts';

const copies = ({ days, keep }: Retention, { schedule }: SetupResult): number =>
  keptCopies(days, keep, schedule?.recurrence);

/**
 * Bytes in iCloud with other numbers than those of the moment in which the connection worked it out. `all`: everything is
 * kept, so there is no end to it; null: nothing is known to judge by.
 */
export const needsWith = (wanted: Retention, then: Retention, result: SetupResult | null): number | 'all' | null => {
  if (wanted.days === 0) return 'all';
  if (result?.needsBytes == null || then.days === 0) return null;
  return (result.needsBytes / copies(then, result)) * copies(wanted, result);
};
