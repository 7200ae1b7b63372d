import type { ErrorCode } from '../error-codes.ts';
import type { RaisedFacts } from '../error-facts.ts';
import type { Problem } from '../run-report.ts';

/** A problem that nobody threw, with the facts that its entry declares. */
export const aProblem = <Code extends ErrorCode>(code: Code, facts = {} as RaisedFacts<Code>): Problem => ({
  code,
  facts,
});
