import { plural } from '../../format.ts';

export const status = {
  summary: 'am I safe? newest verified backup, next run, sign-in, problems',
  notes: [
    'Asks nobody anything new: it shows what the last look at Home Assistant and iCloud found.',
    'Ends with 0 when all is well, 4 with warnings, and 3 when nothing goes on without you.',
  ],
  /** A headline that does not end in a mark of its own. */
  sentence: (headline: string) => `${headline}.`,
  newestAge: ({ sentence, age }: { readonly sentence: string; readonly age: string }) =>
    `${sentence} The newest verified backup in iCloud is ${age} old.`,
  noneVerified: (sentence: string) => `${sentence} No verified backup is in iCloud yet.`,
  ageUnderAnHour: 'less than an hour',
  ageInHours: (count: number) => plural(count, { one: 'hour', other: 'hours' }),
  ageInDays: (count: number) => plural(count, { one: 'day', other: 'days' }),
  labels: {
    newest: 'Newest verified',
    nextLook: 'Next look',
    nextBackup: 'Next backup',
    running: 'Running',
    lastRun: 'Last run',
    cloud: 'In iCloud',
    home: 'In Home Assistant',
    connection: 'Connection',
    signIn: 'iCloud sign-in',
    secrets: 'Passwords',
  },
  newest: ({ name, date, id }: { readonly name: string; readonly date: string; readonly id: string }) =>
    `${name}, made ${date} (${id})`,
  noneYet: 'none yet',
  running: ({ since, pid }: { readonly since: string; readonly pid: number }) => `since ${since} (process ${pid})`,
  beforeSetUp: 'none before the set-up',
  paused: 'none: paused',
  nextLook: (when: string) => `${when}, where "watch" or the app is running`,
  nextLookAfterPause: (when: string) => `${when} (paused until then), where "watch" or the app is running`,
  outcomes: { done: 'done', warnings: 'done, with warnings', failed: 'failed', cancelled: 'cancelled' },
  lastRun: ({ outcome, age }: { readonly outcome: string; readonly age: string }) => `${outcome}, ${age}`,
  notLookedAt: 'not looked at yet',
  cloud: ({ copies, bytes, folder }: { readonly copies: number; readonly bytes: string; readonly folder: string }) =>
    `${plural(copies, { one: 'copy', other: 'copies' })}, ${bytes}, in ${folder}`,
  home: ({ backups, name, waiting }: { readonly backups: number; readonly name: string; readonly waiting: number }) =>
    `${plural(backups, { one: 'backup', other: 'backups' })} in ${name}, ${waiting} waiting for iCloud`,
  seen: ({ what, age }: { readonly what: string; readonly age: string }) => `${what}, seen ${age}`,
  notSetUp: 'not set up',
  notSignedIn: 'not signed in',
  signInOver: (account: string) => `${account}: Apple may ask for a code any time`,
  signIn: ({ account, left, until }: { readonly account: string; readonly left: string; readonly until: string }) =>
    `${account}: ${left} left (until ${until})`,
  underADay: 'less than a day',
  days: (count: number) => plural(count, { one: 'day', other: 'days' }),
};
