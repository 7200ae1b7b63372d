import { isCancelled, mayHaveMoved } from '../../shared/problems/rules.ts';
import type { Status } from '../../shared/status.ts';

/** How often in a row nobody answered at Home Assistant's address, and which run was counted last. */
export interface Outage {
  readonly failures: number;
  readonly lastRun: string | null;
}

export const noOutage: Outage = { failures: 0, lastRun: null };

/** After one more look at the status; the same object where no run has ended since. Pure. */
export const outageAfter = (before: Outage, { lastRun }: Pick<Status, 'lastRun'>): Outage => {
  if (lastRun === null || lastRun.finished === before.lastRun) return before;
  const { finished, problem } = lastRun;
  if (problem && isCancelled(problem.code)) return { ...before, lastRun: finished };
  return { failures: problem && mayHaveMoved(problem.code) ? before.failures + 1 : 0, lastRun: finished };
};

/**
 * Whether it is worth a look around the network: at the second failure in a row, for the first may pass; then at the 4th, the 8th and
 * so on, for a Home Assistant may need hours to come up, and what never comes back is not asked for all day. Pure.
 */
export const isSearchDue = ({ failures }: Outage): boolean => failures >= 2 && (failures & (failures - 1)) === 0;
