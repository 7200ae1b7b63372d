import type { ErrorFacts } from '../error-facts.ts';
import { plural } from './format.ts';
import { numberOf } from './template.ts';

/** What a reason to delete nothing means; `expired` = copies that would go. */
export const heldBack = (facts: ErrorFacts): string => {
  const expired = numberOf(facts, 'expired') ?? 0;
  return expired > 0
    ? `Nothing is deleted until that is over; ${plural(expired, 'old copy waits', 'old copies wait')}.`
    : 'Nothing is deleted until that is over.';
};
