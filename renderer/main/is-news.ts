import type { WindowProblem } from '../../src/shared/contract/described.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';

/** What the state says already, in the headline or below it, needs no second card on the same page. */
export const isNews = (
  problem: WindowProblem | null,
  { status }: Pick<WindowState, 'status'>,
): problem is WindowProblem => problem !== null && !status.problems.some(({ code }) => code === problem.code);

/** The same for what the system would not show as a notification: it says what the headline says. */
export const newsOf = ({ notices, status }: Pick<WindowState, 'notices' | 'status'>): WindowState['notices'] =>
  notices.filter(({ title }) => !status.problems.some((problem) => problem.title === title));
