import { terminalCommandFor } from '../shared/problems/rules.ts';
import type { Problem } from '../shared/run-report.ts';
import { prose, type Line } from './prose.ts';
import { described } from '../messages/problems.ts';
import { messages } from '../messages/messages.ts';
import { labelled } from './labels.ts';

/** As it is called in a terminal. */
const program = 'ha-icloud-backup';

/** Cause and next step of a problem, its code in the headline so that it can be searched for. */
export const problemText = (problem: Problem): Line[] => {
  const { code, title, cause, next } = described(problem);
  const remedy = terminalCommandFor(problem);
  const { why, next: step, run } = labelled(messages.terminal.common.problem, ' ');
  return [
    `${title} (${code})`,
    prose(cause, why),
    prose(next, step),
    ...(remedy === null ? [] : [`${run}${program} ${remedy}`]),
  ];
};
