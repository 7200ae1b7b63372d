import type { ViewState } from '../../../src/shared/contract/views.ts';
import type { SignInView } from '../../../src/shared/icloud/sign-in-view.ts';
import type { Status } from '../../../src/shared/status.ts';
import { hoursFromNow, now, problem, stateWith } from './view-state.ts';

export const account = 'martha@example.com';
/** The month is over, and backups wait. */
export const due: Partial<Status> = {
  safety: 'danger',
  signIn: { account, daysLeft: -1, until: hoursFromNow(-20), due: true },
  waiting: 2,
};

export const stateOf = (signIn: SignInView, status: Partial<Status> = due): ViewState => stateWith(status, { signIn });

/** As wide as main opens it; main makes it as high as its page (src/main/windows/fit-content.ts), and so do the pictures. */
export const promptSize = { width: 460, height: 260 };

export const inSeconds = (seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
const soon: Partial<Status> = { signIn: { account, daysLeft: 4, until: hoursFromNow(100), due: true } };
export const code = (change: object = {}): SignInView => ({
  step: 'device-code',
  account,
  resendAt: inSeconds(42),
  problem: null,
  ...change,
});
export const phoneCode: SignInView = {
  step: 'phone-code',
  phone: '+49 ••• ••••• 12',
  resendAt: inSeconds(0),
  problem: null,
};
export const phones = [
  { id: '1_sms', label: '+49 ••• ••••• 12' },
  { id: '2_sms', label: '+49 ••• ••••• 34' },
];

export interface PromptCase {
  readonly name: string;
  readonly signIn: SignInView;
  readonly status?: Partial<Status>;
  readonly title: string;
}

/** Every face of the window that asks. */
export const promptCases: readonly PromptCase[] = [
  {
    name: 'ready',
    signIn: { step: 'ready', account, problem: problem('icloud.trust-expired') },
    title: 'iCloud needs a code',
  },
  {
    name: 'ready-early',
    signIn: { step: 'ready', account, problem: null },
    status: soon,
    title: 'Sign in to iCloud again',
  },
  {
    name: 'ready-over',
    signIn: { step: 'ready', account, problem: null },
    title: 'Sign in to iCloud again',
  },
  {
    name: 'ready-limit',
    signIn: { step: 'ready', account, problem: problem('icloud.code-limit', { until: hoursFromNow(1) }) },
    title: 'Too many attempts for now',
  },
  {
    name: 'ready-terms',
    signIn: { step: 'ready', account, problem: problem('icloud.terms-pending') },
    title: 'New iCloud terms to accept',
  },
  {
    name: 'ready-locked',
    signIn: { step: 'ready', account, problem: problem('icloud.account-locked') },
    title: 'Apple has locked the account',
  },
  {
    name: 'ready-refused',
    signIn: { step: 'ready', account, problem: problem('icloud.session-refused') },
    title: 'iCloud refused the connection',
  },
  { name: 'first', signIn: { step: 'idle' }, status: { signIn: null }, title: 'Sign in to iCloud' },
  {
    name: 'password',
    signIn: { step: 'password', account, problem: problem('icloud.password-wrong') },
    title: 'Sign in to iCloud again',
  },
  { name: 'working', signIn: { step: 'working', doing: 'text' }, title: 'One moment' },
  { name: 'code', signIn: code(), title: 'Enter the code' },
  { name: 'code-wrong', signIn: code({ problem: problem('icloud.code-wrong') }), title: 'Enter the code' },
  {
    name: 'phones',
    signIn: { step: 'choose-phone', phones, problem: null },
    title: 'Which phone should get the code?',
  },
  { name: 'phone-code', signIn: phoneCode, title: 'Enter the code' },
  {
    name: 'ask-again',
    signIn: { step: 'ask-again', resendAt: inSeconds(30), problem: problem('icloud.code-wrong') },
    title: 'A new code is needed',
  },
  { name: 'approval', signIn: { step: 'approval-needed', problem: null }, title: 'Approve on your iPhone' },
  {
    name: 'approval-timeout',
    signIn: { step: 'approval-needed', problem: problem('icloud.approval-timeout') },
    title: 'Approve on your iPhone',
  },
  { name: 'approve', signIn: { step: 'approve', until: inSeconds(272) }, title: 'Approve on your iPhone' },
  { name: 'done', signIn: { step: 'done', until: hoursFromNow(30 * 24) }, title: 'Signed in to iCloud' },
];
