import type { ErrorCode } from '../../shared/error-codes.ts';
import { appPassword } from './app-password.ts';
import { momentOf, numberOf, textOf, when, type Numbers, type WordsFor } from '../template.ts';
import { plural } from '../format.ts';

const isPast = (facts: Numbers<'daysLeft'>): boolean => (numberOf(facts, 'daysLeft') ?? 0) < 0;

const whenDue = (days: number | undefined): string => {
  if (days === undefined) return 'soon';
  return days === 0 ? 'within a day' : `in ${plural(days, { one: 'day', other: 'days' })}`;
};

/** Getting into iCloud, and staying in. Only the user can end most of these: nothing here is retried automatically. */
export const iCloudSignInProblems = {
  'icloud.not-signed-in': {
    title: 'Not signed in to iCloud',
    cause: 'Sign in so that backups have a place to go.',
    next: 'Sign in with your Apple Account and its normal password. Apple will send one code, and one email about the sign-in.',
  },
  'icloud.trust-expired': {
    title: 'iCloud needs a code',
    cause: 'Apple asks for one about every 30 days. Your backups in iCloud are safe; new ones are waiting.',
    next: 'Sign in to iCloud again: Apple sends a code to your devices.',
  },
  'icloud.session-refused': {
    title: 'iCloud refused the connection',
    cause:
      "Apple doesn't accept the session. Usually there are new iCloud terms to accept, or web access is turned off.",
    next: 'Open icloud.com in a browser, sign in and accept any new terms. On your iPhone, turn on Settings > your name > iCloud > Access iCloud Data on the Web. Then sign in again here.',
  },
  'icloud.terms-pending': {
    title: 'New iCloud terms to accept',
    cause: 'Accept them to keep using iCloud.',
    next: 'Open icloud.com in a browser, sign in and accept the terms. Then sign in again here.',
  },
  'icloud.approval-needed': {
    title: 'Approve on your iPhone',
    cause: "Your account has Advanced Data Protection. That's supported; approve this computer on one of your devices.",
    next: "Start the approval here, then tap Allow on your iPhone, iPad or Mac within five minutes. Your devices aren't asked until you start.",
  },
  'icloud.approval-timeout': {
    title: 'Approval timed out',
    cause:
      'With Advanced Data Protection, you have to approve this computer on one of your devices within five minutes.',
    next: 'Keep your iPhone unlocked and nearby, and start the approval again. If no prompt appears there, turn on Settings > your name > iCloud > Access iCloud Data on the Web.',
  },
  'icloud.password-wrong': {
    title: "Apple didn't accept the password",
    cause: 'The Apple Account or its password is incorrect, or the password was changed.',
    next: "Sign in again with the current password. After a second wrong password we pause for an hour, so that Apple doesn't lock the account.",
  },
  'icloud.account-locked': {
    title: 'Apple has locked the account',
    cause: 'Apple blocks all sign-ins until you unlock it.',
    next: 'Open iforgot.apple.com in a browser and unlock the account. Then sign in again here.',
  },
  'icloud.app-password': appPassword,
  'icloud.no-two-factor': {
    title: 'The account has no two-factor authentication',
    cause: 'Without it, Apple gives this computer no lasting access to iCloud Drive.',
    next: 'Turn it on: on your iPhone, go to Settings > your name > Sign-In & Security > Two-Factor Authentication. Then sign in again here.',
  },
  'icloud.security-key': {
    title: "Security keys aren't supported yet",
    cause: "Your account asks for a security key. Apple then sends no codes, so this app can't sign in.",
    next: 'Use another Apple Account for the backups. Or, if you want to, remove the keys on your iPhone under Settings > your name > Sign-In & Security.',
  },
  'icloud.code-wrong': {
    title: 'Incorrect code',
    cause: "Apple didn't accept it. Codes expire after a few minutes; only the latest works.",
    next: 'Enter the latest code. If it came by text message, request a new one first.',
  },
  'icloud.code-missing': {
    title: 'A code is needed',
    cause: (facts) =>
      textOf(facts, 'wanted') === 'phone'
        ? 'None of the listed phone numbers was chosen.'
        : 'Codes from Apple have six digits.',
    next: (facts) =>
      textOf(facts, 'wanted') === 'phone'
        ? 'Choose one of the numbers shown.'
        : 'Enter the six digits that Apple showed on your devices, or have Apple send them by text message.',
  },
  'icloud.code-conflict': {
    title: 'Code accepted, but access refused',
    cause: 'This is a known problem between Apple and rclone (rclone issue 9730). The code was correct.',
    next: 'Try again tomorrow. If this keeps happening, you need a newer version of this app.',
  },
  'icloud.code-limit': {
    title: 'Too many attempts for now',
    cause: 'Apple locks accounts that request codes too often, so this app pauses before that happens.',
    next: (facts) => `Try again ${when(momentOf(facts, 'until'), (until) => `after ${until}`) || 'in an hour'}.`,
  },
  'icloud.sign-in-stale': {
    title: 'The sign-in timed out',
    cause: 'Apple has closed it. Nothing has changed.',
    next: 'Start the sign-in again.',
  },
  'icloud.sign-in-due': {
    title: (facts) => {
      if (isPast(facts)) return 'iCloud may ask for a code at any time';
      const days = numberOf(facts, 'daysLeft');
      return days === undefined ? 'iCloud will soon need a code again' : `iCloud sign-in ends ${whenDue(days)}`;
    },
    cause: (facts) =>
      isPast(facts)
        ? 'Apple asks for one about every 30 days, and the last one was longer ago than that.'
        : `Apple asks for one about every 30 days; the next time is ${whenDue(numberOf(facts, 'daysLeft'))}.`,
    next: "Sign in to iCloud again when it suits you: Apple sends a code to your devices and won't ask again for about 30 days.",
  },
  'cloud.throttled': {
    title: 'Apple asks for a pause',
    cause: 'Apple says there were too many requests. Trying again soon would only make the pause longer.',
    next: (facts) =>
      facts.dialog === true
        ? 'Try again in a few hours. Each attempt before that makes the pause longer.'
        : `Nothing to do: backups resume ${when(momentOf(facts, 'until'), (until) => `after ${until}`) || 'in a few hours'}.`,
  },
} satisfies Partial<WordsFor<Extract<ErrorCode, `cloud.${string}` | `icloud.${string}`>>>;
