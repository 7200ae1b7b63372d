import type { Hold } from '../../../shared/contract/views.ts';
import { formatDuration, plural } from '../../format.ts';

const waitingText = (waiting: number): string =>
  `Your backups in iCloud are safe; ${
    waiting === 0 ? 'nothing is waiting' : `${plural(waiting, { one: 'new one is', other: 'new ones are' })} waiting`
  }.`;

const holds: Readonly<Record<Hold, string>> = {
  pause: 'when the pause ends',
  battery: 'when the computer is plugged in',
  keychain: 'when the keychain is unlocked',
};

/** Everything Apple asks that a person has to answer. */
export const prompt = {
  windowTitle: 'Sign in to iCloud',
  cancel: 'Cancel',
  close: 'Close',
  account: (account: string) => `Apple Account ${account}`,

  ready: {
    heading: 'iCloud needs a code',
    headingEarly: 'Sign in to iCloud again',
    leadOver: "Apple may ask for a code at any time. Sign in now, and Apple won't ask again for about 30 days.",
    lead: (waiting: number) => `Apple asks for one about every 30 days. ${waitingText(waiting)}`,
    leadEarly: (day: string) =>
      `Your sign-in lasts until about ${day}. Sign in now, and Apple won't ask again for about 30 days.`,
    send: 'Send code to my devices',
    note: 'Apple is contacted only when you press the button.',
  },

  signIn: {
    heading: 'Sign in to iCloud',
    wrong: 'Sign in to iCloud again',
    expectTitle: 'What to expect',
    expect: [
      "Use your normal Apple Account password. App-specific passwords don't work for iCloud Drive.",
      'Apple shows a code on your devices and sends one email about a new sign-in.',
      "About every 30 days, Apple asks for a code again. We'll remind you.",
    ],
    appleId: 'Apple Account',
    appleIdHint: 'Email address or phone number',
    password: 'Password',
    /** Where it goes is decided when there is the first secret to keep. */
    safely: 'safely on this computer',
    passwordHint: (where: string) => `Stored ${where}; never sent to Apple in readable form.`,
    submit: 'Sign in',
    needAppleId: 'Enter the email address or phone number of your Apple Account.',
    needPassword: 'Enter the password of your Apple Account.',
  },

  code: {
    heading: 'Enter the code',
    device: 'Apple shows a six-digit code on your iPhone, iPad or Mac. Tap Allow there first.',
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
      "Not supported yet: with a security key, Apple sends no codes, so this app can't sign in. You can use another Apple Account for the backups.",
  },

  phones: {
    heading: 'Which phone should get the code?',
    label: 'Phone number',
    submit: 'Text me the code',
  },

  askAgain: {
    heading: 'A new code is needed',
    lead: 'After a wrong code from a text message, Apple wants you to sign in again. Nothing has changed.',
  },

  working: {
    heading: 'One moment',
    password: 'Signing in to Apple',
    code: 'Checking the code',
    text: 'Requesting a code from Apple',
    approval: 'Asking your devices',
  },

  approval: {
    heading: 'Approve on your iPhone',
    lead: "Your account has Advanced Data Protection. That's supported; approve this computer on one of your devices.",
    start: 'Ask my devices',
    again: 'Ask again',
    note: 'Keep an iPhone, iPad or Mac unlocked and nearby; you have five minutes.',
    waiting: 'Tap Allow on your iPhone, iPad or Mac.',
    left: (clock: string) => `${clock} left`,
    /** Read out now and then: without a clock's colon. */
    leftSpoken: (seconds: number) =>
      seconds >= 60
        ? `About ${plural(Math.round(seconds / 60), { one: 'minute', other: 'minutes' })} left to allow access.`
        : `${plural(seconds, { one: 'second', other: 'seconds' })} left to allow access.`,
    over: "Time's up.",
    help: 'No prompt? Turn on Settings > your name > iCloud > Access iCloud Data on the Web.',
  },

  done: {
    heading: 'Signed in to iCloud',
    next: (day: string) => `Apple will ask for a code again around ${day}.`,
    waiting: (waiting: number, until: Hold | null) => {
      if (waiting === 0) return 'Nothing is waiting.';
      if (until !== null)
        return `${plural(waiting, { one: 'backup uploads', other: 'backups upload' })} ${holds[until]}.`;
      return `${plural(waiting, { one: 'backup is', other: 'backups are' })} uploading now.`;
    },
  },
};
