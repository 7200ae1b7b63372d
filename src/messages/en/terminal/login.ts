/** Said before a sign-in, and in the help. */
const expectations = [
  "Use your normal Apple Account password. App-specific passwords don't work for iCloud Drive. The password itself never leaves this computer, only a proof of it.",
  'Apple shows a code on your devices and sends an email about a new sign-in.',
  'About every 30 days Apple asks for a code again. "ha-icloud-backup status" shows when.',
];

export const login = {
  summary: 'sign in to iCloud, or sign in again',
  options: { appleId: 'email address or phone number of your Apple Account' },
  expectations,
  notes: (variable: string) => [
    ...expectations,
    `Type the password when asked, or set ${variable}. It can't be given on the command line.`,
    'Type codes when asked, or send them to stdin, one on each line: six digits, "sms" (text me a code), "again" (a new code), or the number of a phone in the list.',
    'With Advanced Data Protection, approve this computer on one of your devices afterwards, within five minutes.',
    'The previous sign-in stays valid until the new one is complete.',
  ],
  /** Behind an example. */
  stepByStep: '(one line for each step, answers on stdin)',
  noPassword: (variable: string) => `Without a terminal the password comes from ${variable}, which isn't set.`,
  expect: 'What to expect:',
  password: (account: string) => `Password of ${account} (not shown):`,
  /** `sms` and `again` are typed as they stand. */
  questions: {
    'device-code': 'Six-digit code (or "sms", "again"):',
    'phone-code': 'Six-digit code (or "again"):',
    'choose-phone': 'Number of the phone:',
    'ask-again': 'Type "again" for a new code:',
  },
  onDevices: 'Apple shows a code on your devices.',
  sentTo: (phone: string) => `Apple sent a code to ${phone}.`,
  newSignIn: 'After a wrong code from a text message, Apple wants you to ask for a new one.',
  whichPhone: 'Which phone should get the code?',
  allow: 'Tap Allow on your iPhone, iPad or Mac',
  done: 'Signed in. iCloud Drive is reachable.',
  nextCode: ({ day, until }: { readonly day: string; readonly until: string }) =>
    `Apple will ask for a code again around ${day} (${until}).`,
};
