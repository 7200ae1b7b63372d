import { aProblem } from '../../shared/problems/a-problem.ts';
import type { PartOutcome } from '../archive/open/walk-parts.ts';
import { holds, type Verdict } from './steps.ts';

/** Level 3: every part was read to its last byte. Damage anywhere comes before what could not be told elsewhere. */
export const readable = (walked: readonly PartOutcome[]): Verdict => {
  const failed = walked.filter((one) => one.outcome === 'failed');
  const [first] = failed.filter(({ fault }) => !fault.isUndecided).concat(failed);
  if (!first) return holds;
  const { part, fault } = first;
  const details = { part: part.name, why: fault.trouble };
  return fault.isUndecided
    ? { holds: null, problem: aProblem('proof.undecided', details) }
    : { holds: false, problem: aProblem('proof.part-damaged', details) };
};
