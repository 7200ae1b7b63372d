import type { ErrorCode } from './error-codes.ts';
import type { ErrorFacts } from './error-facts.ts';
import type { DescribedProblem, Problem } from './run-report.ts';
import { archiveWords } from './words/archive.ts';
import { computerWords } from './words/computer.ts';
import { homeAssistantWords } from './words/home-assistant.ts';
import { iCloudWords } from './words/icloud.ts';
import { syncWords } from './words/sync.ts';
import { bytesOf, fill, type ProblemTemplate, type ProblemWords } from './words/template.ts';

export type { ProblemWords } from './words/template.ts';

/** The words for every code, in one place: a translation is another table like this one. */
const problems: Readonly<Record<ErrorCode, ProblemTemplate>> = {
  ...homeAssistantWords,
  ...archiveWords,
  ...iCloudWords,
  ...computerWords,
  ...syncWords,
};

/** What a person reads about a problem. Facts that are known make the words more exact. */
export const describeProblem = (code: ErrorCode, facts: ErrorFacts = {}): ProblemWords => {
  const words = fill(problems[code], facts);
  const kept = bytesOf(facts, 'keptBytes');
  // Whatever broke a restore off: the next one goes on there.
  return kept === undefined ? words : { ...words, next: `${words.next} ${keptPart(kept)}` };
};

export const described = ({ code, facts }: Problem): DescribedProblem => {
  const { title, cause, next } = describeProblem(code, facts);
  return { code, title, cause, next, facts };
};

const keptPart = (bytes: string): string =>
  `${bytes} of the backup are on this computer already: restoring it to the same folder again goes on from there.`;
