import type { WindowProblem } from '../../src/shared/contract/described.ts';
import type { ProblemAction } from '../../src/shared/contract/problem-actions.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';

/** Where a Home Assistant that is silent was looked for in vain, its new address is typed: nothing is left to be found. */
export const curesNow = (
  { actions }: Pick<WindowProblem, 'actions'>,
  { moved }: Pick<WindowState, 'moved'>,
): readonly ProblemAction[] =>
  moved?.places.length === 0 && actions.includes('find-home')
    ? actions.filter((one) => one !== 'change-address').map((one) => (one === 'find-home' ? 'type-address' : one))
    : actions;
