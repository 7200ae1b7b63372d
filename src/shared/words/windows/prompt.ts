import type { ViewState } from '../../contract/views.ts';
import { formatDuration, plural } from '../format.ts';

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });

/** `21 December`, in the reader's time zone; an empty text for what is no date. */
export const formatDay = (iso: string): string => {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : dayFormat.format(date);
};

const waitingText = (waiting: number): string =>
  `Your copies in iCloud are safe; ${
    waiting === 0 ? 'nothing is waiting' : `${plural(waiting, 'backup is', 'backups are')} waiting`
  }.`;

/** Why nothing begins by itself. */
export type Hold = 'pause' | NonNullable<ViewState['held']>;

const holds: Readonly<Record<Hold, string>> = {
  pause: 'when the pause ends',
  battery: 'when the computer is plugged in',
  keychain: 'when the keychain is open',
};

/** Everything between this computer and Apple that a person has to answer. */
export const promptWords = {
  windowTitle: 'Sign in to iCloud',
  cancel: 'Cancel',
  close: 'Close',
  account: (account: string) => `Apple account ${account}`,

  ready: {
    heading: 'iCloud needs a code again',
    headingEarly: 'Renew the iCloud sign-in',
    leadOver: 'Apple may ask for a code any time. Renew it now, and Apple will not ask again for about 30 days.',
    lead: (waiting: number) => `Apple asks for one about every 30 days. ${waitingText(waiting)}`,
    leadEarly: (day: string) =>
      `The sign-in lasts until about ${day}. Renew it now, and Apple will not ask again for about 30 days.`,
    send: 'Send code to my devices',
    note: 'Nothing is asked of Apple before you press the button.',
  },

  signIn: {
    heading: 'Sign in to iCloud',
    wrong: 'Sign in to iCloud again',
    expectTitle: 'What to expect',
    expect: [
      'Apple wants the real password of your account. App-specific passwords do not work for iCloud Drive.',
      'Apple shows a code on your devices and sends one e-mail about a new sign-in.',
      'About every 30 days Apple asks for a code again. This app tells you in time.',
    ],
    appleId: 'Apple account',
    appleIdHint: 'E-mail address or phone number',
    password: 'Password',
    /** Where it goes is decided when there is the first secret to keep. */
    safely: 'safely on this computer',
    passwordHint: (where: string) => `Kept ${where}. Apple gets only a proof of it.`,
    submit: 'Sign in',
    needAppleId: 'Enter the e-mail address or phone number of your Apple account.',
    needPassword: 'Enter the password of your Apple account.',
  },

  code: {
    heading: 'Enter the code',
    device: 'Apple shows a code of six digits on your iPhone, iPad or Mac. Choose Allow there first.',
    phone: (phone: string) => `Apple sent a code to ${phone}.`,
    label: 'Six-digit code',
    submit: 'Continue',
    checking: 'Checking the code',
    tooShort: 'The code has six digits.',
    noCode: 'No code?',
    text: 'Text me instead',
    again: 'Send another code',
    againIn: (seconds: number) => `Another code in ${formatDuration(seconds * 1000)}`,
    securityKey: 'Using a security key?',
    securityKeyWhy:
      'Not supported yet: with a security key Apple sends no codes, and there is no other way in for this app. Another Apple account for the backups works.',
  },

  phones: {
    heading: 'Which phone should get the code?',
    label: 'Phone number',
    submit: 'Text me the code',
  },

  askAgain: {
    heading: 'A new code is needed',
    lead: 'After a wrong code from a text message Apple wants a new sign-in. Nothing was changed.',
  },

  working: {
    heading: 'One moment',
    password: 'Signing in at Apple',
    code: 'Checking the code',
    text: 'Asking Apple for a code',
    approval: 'Asking your devices',
  },

  approval: {
    heading: 'Approve on your iPhone',
    lead: 'Your account has Advanced Data Protection. That works, but one of your devices has to let this computer in.',
    start: 'Ask my devices',
    again: 'Ask again',
    note: 'Have your iPhone, iPad or Mac unlocked at hand: Apple gives five minutes.',
    waiting: 'Tap Allow on your iPhone, iPad or Mac.',
    left: (clock: string) => `${clock} left`,
    /** Read out now and then: without a clock's colon. */
    leftSpoken: (seconds: number) =>
      seconds >= 60
        ? `About ${plural(Math.round(seconds / 60), 'minute')} left to allow access.`
        : `${seconds} seconds left to allow access.`,
    over: 'The time is over.',
    help: 'No question there? Turn on Settings > your name > iCloud > Access iCloud Data on the Web.',
  },

  done: {
    heading: 'Signed in to iCloud',
    next: (day: string) => `Apple will ask for a code again around ${day}.`,
    waiting: (waiting: number, until: Hold | null) => {
      if (waiting === 0) return 'Nothing is waiting.';
      if (until !== null) return `${plural(waiting, 'backup goes', 'backups go')} up ${holds[until]}.`;
      return `${plural(waiting, 'backup is', 'backups are')} going up now.`;
    },
  },
} as const;
