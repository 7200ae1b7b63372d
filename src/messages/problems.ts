import type { ErrorCode } from '../shared/error-codes.ts';
import type { ErrorFacts } from '../shared/error-facts.ts';
import type { DescribedProblem, Problem } from '../shared/run-report.ts';
import { messages } from './messages.ts';
import { bytesOf, fill, type ProblemWords } from './template.ts';

export type { ProblemWords } from './template.ts';

/** What a person reads about a problem. Facts that are known make the words more exact. */
export const describeProblem = (code: ErrorCode, facts: ErrorFacts = {}): ProblemWords => {
  const words = fill(messages.problems[code], facts);
  const kept = bytesOf(facts, 'keptBytes');
  // Whatever broke a restore off: the next one goes on there.
  return kept === undefined ? words : { ...words, next: `${words.next} ${messages.restoreKept(kept)}` };
};

export const described = ({ code, facts }: Problem): DescribedProblem => {
  const { title, cause, next } = describeProblem(code, facts);
  return { code, title, cause, next, facts };
};
