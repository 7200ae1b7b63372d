import type { SignInView } from './views.ts';

/** Steps at which nobody talks with Apple: something is offered, asked for anew, or over. */
const quiet: ReadonlySet<SignInView['step']> = new Set<SignInView['step']>([
  'idle',
  'ready',
  'password',
  'approval-needed',
  'done',
]);

/** A conversation with Apple is under way: leaving it gives it up, and another one cannot begin beside it. */
export const isUnderWay = ({ step }: SignInView): boolean => !quiet.has(step);
