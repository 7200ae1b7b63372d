import type { Problem } from '../run-report.ts';

/** Where a sign-in stands. Holds neither password nor code. Moments are ISO 8601. */
export type SignInView =
  | { readonly step: 'idle' }
  /** Nothing was asked of Apple yet: the user decides when a code comes. */
  | { readonly step: 'ready'; readonly account: string; readonly problem: Problem | null }
  | { readonly step: 'password'; readonly account: string | null; readonly problem: Problem | null }
  | { readonly step: 'working'; readonly doing: 'password' | 'code' | 'text' | 'approval' }
  | {
      readonly step: 'device-code';
      readonly account: string;
      readonly resendAt: string;
      readonly problem: Problem | null;
    }
  | {
      readonly step: 'choose-phone';
      readonly phones: readonly { readonly id: string; readonly label: string }[];
      readonly problem: Problem | null;
    }
  | { readonly step: 'phone-code'; readonly phone: string; readonly resendAt: string; readonly problem: Problem | null }
  /** A wrong code by phone ended Apple's session: only another code goes on. */
  | { readonly step: 'ask-again'; readonly resendAt: string; readonly problem: Problem | null }
  /** Signed in; a device has to allow access to the encrypted data. Not started before the user says so. */
  | { readonly step: 'approval-needed'; readonly problem: Problem | null }
  | { readonly step: 'approve'; readonly until: string }
  | { readonly step: 'done'; readonly until: string };

/** Steps at which nobody talks with Apple: something is offered, asked for again, or over. */
const quiet: ReadonlySet<SignInView['step']> = new Set<SignInView['step']>([
  'idle',
  'ready',
  'password',
  'approval-needed',
  'done',
]);

/** A conversation with Apple is under way: leaving it gives it up, and another one cannot begin beside it. */
export const isUnderWay = ({ step }: SignInView): boolean => !quiet.has(step);
