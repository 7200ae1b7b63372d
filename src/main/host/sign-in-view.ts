import type { SignInStep } from '../../core/icloud/sign-in.ts';
import { blocksCloud, signInCureOf, wantsOtherPassword } from '../../shared/problems/rules.ts';
import type { SignInView } from '../../shared/icloud/sign-in-view.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';

export interface StepFacts {
  /** Masked. */
  readonly account: string;
  /** When Apple may be asked for another code. */
  readonly resendAt: string;
  /** What went wrong with the last answer. */
  readonly problem: Problem | null;
}

/** What Apple waits for, as windows show it. Undefined: nothing, the code was right. */
export const viewOfStep = (
  step: SignInStep,
  { account, resendAt, problem }: StepFacts,
): Exclude<SignInView, { readonly step: 'done' }> | undefined => {
  switch (step.step) {
    case 'device-code':
      return { step: 'device-code', account, resendAt, problem };
    case 'choose-phone':
      return { step: 'choose-phone', phones: step.phones, problem };
    case 'phone-code':
      return { step: 'phone-code', phone: step.phone, resendAt, problem };
    case 'ask-again':
      return { step: 'ask-again', resendAt, problem };
    case 'done':
      return undefined;
  }
};

/** Where a conversation stands that did not get as far as a code. `isKnown`: its account and password are stored. */
export const viewOfFailure = (account: string | null, isKnown: boolean, problem: Problem): SignInView =>
  account === null || !isKnown || wantsOtherPassword(problem.code)
    ? { step: 'password', account, problem }
    : { step: 'ready', account, problem };

/**
 * What is offered while nobody talks with Apple: whatever the status says that Apple wants, and else an early renewal. Nothing
 * of this asks Apple for anything.
 */
export const offerOf = ({ signIn, problems }: Status): SignInView => {
  if (!signIn) return { step: 'idle' };
  const problem = problems.find(({ code }) => blocksCloud(code)) ?? null;
  if (problem && signInCureOf(problem.code) === 'approve') return { step: 'approval-needed', problem: null };
  return problem ? viewOfFailure(signIn.account, true, problem) : { step: 'ready', account: signIn.account, problem };
};
