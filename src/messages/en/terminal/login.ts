/** Said before a sign-in, and in the help. */
const expectations = [
  'Apple wants the real password of the account. App-specific passwords do not work for iCloud Drive. Only a proof of the password leaves this computer.',
  'Apple shows a code on your devices and sends one e-mail about a new sign-in.',
  'About every 30 days Apple asks for a code again. "ha-icloud-backup status" tells when.',
];

export const login = {
  summary: 'sign in to iCloud; also renews the sign-in',
  options: { appleId: 'e-mail address or phone number of the Apple account' },
  expectations,
  notes: (variable: string) => [
    ...expectations,
    `The password is asked for, or taken from ${variable}. It is never taken from the command line.`,
    'Codes are asked for on the terminal, or read line by line from stdin: six digits, "sms" (text me instead), "again" (another code), or the number of a phone in the list.',
    'With Advanced Data Protection one of your devices has to allow the access afterwards, within five minutes.',
    'Until a sign-in is done, the one before stays in force.',
  ],
  /** Behind an example. */
  stepByStep: '(a line for each step, answers on stdin)',
  noPassword: (variable: string) => `Without a terminal the password comes from ${variable}, which is not set.`,
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
  newSignIn: 'After a wrong code from the phone Apple wants a new sign-in.',
  whichPhone: 'Which phone shall get the code?',
  allow: 'Tap Allow on your iPhone, iPad or Mac',
  done: 'Signed in, and iCloud Drive answers.',
  nextCode: ({ day, until }: { readonly day: string; readonly until: string }) =>
    `Apple will ask for a code again around ${day} (${until}).`,
};
