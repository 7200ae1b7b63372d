import { isUnderWay } from '../../src/shared/icloud/sign-in-view.ts';
import type { SignInView } from '../../src/shared/icloud/sign-in-view.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { isSignInOver } from '../../src/shared/status-rules.ts';

/** What a window asks at a step of a sign-in. */
export type Panel =
  /** `until`: how long the sign-in usually holds, also past that day; null where Apple wants a code first. */
  | {
      readonly panel: 'ready';
      readonly account: string;
      readonly until: string | null;
      /** That day is past. */
      readonly isOver: boolean;
      readonly problem: WindowProblem | null;
    }
  | {
      readonly panel: 'credentials';
      readonly account: string | null;
      readonly problem: WindowProblem | null;
      readonly busy: boolean;
    }
  | {
      readonly panel: 'code';
      /** Null: the code came to the devices. */
      readonly phone: string | null;
      readonly resendAt: string;
      readonly problem: WindowProblem | null;
      readonly busy: boolean;
    }
  | {
      readonly panel: 'phones';
      readonly phones: readonly { readonly id: string; readonly label: string }[];
      readonly problem: WindowProblem | null;
    }
  | { readonly panel: 'ask-again'; readonly resendAt: string; readonly problem: WindowProblem | null }
  | { readonly panel: 'working'; readonly doing: Doing }
  | { readonly panel: 'approval'; readonly problem: WindowProblem | null }
  | { readonly panel: 'approve'; readonly until: string }
  | { readonly panel: 'done'; readonly until: string };

type Doing = Extract<SignInView, { readonly step: 'working' }>['doing'];

/** How the account stands. */
export type Standing = Pick<WindowState['status'], 'signIn' | 'problems'>;

const noAccount: Panel = { panel: 'credentials', account: null, problem: null, busy: false };

/** Nothing of this conversation was seen yet: what the state still says is about the previous account. */
const isBlank = (shown: Panel | undefined): boolean =>
  shown === undefined || (shown.panel === 'credentials' && !shown.busy && shown.problem === null);

/** For another account than the one that is signed in: whatever is offered for that one is not asked. */
export const panelOfAnother = (view: WindowState['signIn'], standing: Standing, shown: Panel | undefined): Panel => {
  const isOffer = view.step === 'idle' || view.step === 'ready' || (!isUnderWay(view) && isBlank(shown));
  return isOffer ? noAccount : panelOf(view, standing, shown);
};

/**
 * `shown` is what stood there before: while a code or a password is on its way, its own form stays in view, so that nothing
 * jumps and a mistake is told in the same place.
 */
export const panelOf = (view: WindowState['signIn'], standing: Standing, shown: Panel | undefined): Panel => {
  if (view.step === 'working') return workingOn(view.doing, shown);
  if (view.step === 'ready') return ready(view.account, standing, view.problem);
  if (view.step === 'idle') return beforeAnything(standing);
  return questionOf(view);
};

/** What stands in the way says what is asked first. */
const beforeAnything = (standing: Standing): Panel => {
  const approval = standing.problems.find(({ actions }) => actions.includes('approve'));
  if (approval) return { panel: 'approval', problem: null };
  const account = standing.signIn?.account;
  return account === undefined ? noAccount : ready(account, standing, null);
};

type Question = Exclude<WindowState['signIn'], { readonly step: 'idle' | 'ready' | 'working' }>;

/** What Apple waits for, or how it ended. */
const questionOf = (view: Question): Panel => {
  switch (view.step) {
    case 'password':
      return { panel: 'credentials', account: view.account, problem: view.problem, busy: false };
    case 'device-code':
      return { panel: 'code', phone: null, resendAt: view.resendAt, problem: view.problem, busy: false };
    case 'phone-code':
      return { panel: 'code', phone: view.phone, resendAt: view.resendAt, problem: view.problem, busy: false };
    case 'choose-phone':
      return { panel: 'phones', phones: view.phones, problem: view.problem };
    case 'ask-again':
      return { panel: 'ask-again', resendAt: view.resendAt, problem: view.problem };
    case 'approval-needed':
      return { panel: 'approval', problem: view.problem };
    case 'approve':
      return { panel: 'approve', until: view.until };
    case 'done':
      return { panel: 'done', until: view.until };
  }
};

/** Apple may end its trust before the month is over, and later than that, so the days that are left are not the whole truth. */
const ready = (account: string, standing: Standing, problem: WindowProblem | null): Panel => {
  const { signIn, problems } = standing;
  const isShut = signIn === null || problem?.blocksCloud === true || problems.some(({ blocksCloud }) => blocksCloud);
  return {
    panel: 'ready',
    account,
    until: isShut ? null : signIn.until,
    isOver: signIn !== null && isSignInOver(signIn),
    problem,
  };
};

const workingOn = (doing: Doing, shown: Panel | undefined): Panel => {
  if (doing === 'code' && shown?.panel === 'code') return { ...shown, problem: null, busy: true };
  if (doing === 'password' && shown?.panel === 'credentials') return { ...shown, problem: null, busy: true };
  return { panel: 'working', doing };
};
