import type { ErrorCode } from '../error-codes.ts';
import type { ErrorFacts } from '../error-facts.ts';
import { appPasswordWords } from './app-password.ts';
import { plural } from './format.ts';
import { momentOf, numberOf, textOf, when, type ProblemTemplate } from './template.ts';

const isPast = (facts: ErrorFacts): boolean => (numberOf(facts, 'daysLeft') ?? 0) < 0;

const whenDue = (days: number | undefined): string => {
  if (days === undefined) return 'soon';
  return days === 0 ? 'within a day' : `in ${plural(days, 'day')}`;
};

/** Getting into iCloud, and staying in. Only the user can end most of these: nothing here is tried again by itself. */
export const iCloudSignInWords = {
  'icloud.not-signed-in': {
    title: 'Not signed in to iCloud',
    cause: 'There is no Apple account yet that backups could go to.',
    next: 'Sign in with your Apple account. You need its real password; Apple will send one code and one e-mail about the sign-in.',
  },
  'icloud.trust-expired': {
    title: 'iCloud needs a code again',
    cause: 'Apple asks for one about every 30 days. Your backups in iCloud Drive are safe; new ones wait.',
    next: 'Sign in again: Apple sends a code to your devices.',
  },
  'icloud.session-refused': {
    title: 'iCloud refuses the connection',
    cause:
      'Apple does not accept the session. Usually new iCloud terms are waiting, or access on the web is turned off.',
    next: 'Open icloud.com in a browser, sign in and accept new terms, if there are any. On your iPhone turn on Settings > your name > iCloud > Access iCloud Data on the Web. Then sign in again here.',
  },
  'icloud.terms-pending': {
    title: 'New iCloud terms are waiting',
    cause: 'Apple lets nobody in until you have accepted them.',
    next: 'Open icloud.com in a browser, sign in and accept the terms. Then sign in again here.',
  },
  'icloud.approval-needed': {
    title: 'Approve on your iPhone',
    cause:
      'Your account has Advanced Data Protection. That works, but one of your devices has to let this computer in.',
    next: 'Start the approval here, then tap Allow on your iPhone, iPad or Mac within five minutes. Nothing is asked of your devices before you start it.',
  },
  'icloud.approval-timeout': {
    title: 'Nobody approved in time',
    cause: 'With Advanced Data Protection one of your devices has to let this computer in within five minutes.',
    next: 'Keep your iPhone unlocked at hand and start the approval again. If no question appears there, turn on Settings > your name > iCloud > Access iCloud Data on the Web.',
  },
  'icloud.password-wrong': {
    title: 'Apple did not accept the password',
    cause: 'The Apple account or its password is not right, or the password was changed.',
    next: 'Sign in again with the current password. After a second wrong one this app waits for an hour, so that Apple does not lock the account.',
  },
  'icloud.account-locked': {
    title: 'Apple has locked the account',
    cause: 'Apple refuses every sign-in to it, whatever the password.',
    next: 'Open iforgot.apple.com in a browser and unlock the account. Then sign in again here.',
  },
  'icloud.app-password': appPasswordWords,
  'icloud.no-two-factor': {
    title: 'The account has no two-factor authentication',
    cause: 'Without it Apple gives this computer no lasting access to iCloud Drive.',
    next: 'Turn it on: on your iPhone Settings > your name > Sign-In & Security > Two-Factor Authentication. Then sign in again here.',
  },
  'icloud.security-key': {
    title: 'Security keys are not supported yet',
    cause:
      'Your account asks for a security key. Apple then sends no codes, and there is no other way in for this app.',
    next: 'Use another Apple account for the backups, or remove the keys under Settings > your name > Sign-In & Security on your iPhone, if you want that.',
  },
  'icloud.code-wrong': {
    title: 'The code is not right',
    cause: 'Apple did not accept it. Codes are good for a few minutes, and only the newest one counts.',
    next: 'Enter the newest code. If it came by SMS, ask for a new one first.',
  },
  'icloud.code-missing': {
    title: 'A code is needed',
    cause: (facts) =>
      textOf(facts, 'wanted') === 'phone'
        ? 'None of the phone numbers of the list was chosen.'
        : 'Codes from Apple have six digits.',
    next: (facts) =>
      textOf(facts, 'wanted') === 'phone'
        ? 'Choose one of the numbers shown.'
        : 'Enter the six digits that Apple showed on your devices, or let Apple send them by SMS.',
  },
  'icloud.code-conflict': {
    title: 'Apple took the code, but gave no access',
    cause: 'This is a known fault between Apple and rclone (rclone issue 9730). The code was right.',
    next: 'Try once more tomorrow. If it stays so, a newer version of this app is needed.',
  },
  'icloud.code-limit': {
    title: 'Too many attempts for now',
    cause: 'Apple locks accounts that ask for codes too often, so this app pauses before that happens.',
    next: (facts) => `Try again ${when(momentOf(facts, 'until'), (until) => `after ${until}`) || 'in an hour'}.`,
  },
  'icloud.sign-in-stale': {
    title: 'The sign-in took too long',
    cause: 'Apple has closed it. Nothing was changed: what worked before still does.',
    next: 'Begin the sign-in again.',
  },
  'icloud.sign-in-due': {
    title: (facts) => (isPast(facts) ? 'iCloud may ask for a code any time' : 'iCloud will soon need a code again'),
    cause: (facts) =>
      isPast(facts)
        ? 'Apple asks for one about every 30 days, and the last one is older than that.'
        : `Apple asks for one about every 30 days; the next time is ${whenDue(numberOf(facts, 'daysLeft'))}.`,
    next: 'Sign in again when it suits you: Apple sends a code to your devices, and will not ask again for about 30 days.',
  },
  'icloud.throttled': {
    title: 'Apple asks for a pause',
    cause: 'Apple answered that there were too many requests. Asking again soon would only make it longer.',
    next: (facts) =>
      `Nothing to do: it goes on by itself ${when(momentOf(facts, 'until'), (until) => `after ${until}`) || 'in some hours'}.`,
  },
} as const satisfies Partial<Record<Extract<ErrorCode, `icloud.${string}`>, ProblemTemplate>>;
