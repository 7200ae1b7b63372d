import { plural } from '../../format.ts';

const backups = (count: number): string => plural(count, { one: 'backup', other: 'backups' });

export const status = {
  summary: 'am I safe? newest verified backup, next check, sign-in, problems',
  notes: [
    'Shows the last known state of Home Assistant and iCloud; contacts neither.',
    'Exits with 0 if all is well, 4 if there are warnings, 3 if you have to do something.',
  ],
  /** A headline that does not end in a mark of its own. */
  sentence: (headline: string) => `${headline}.`,
  newestAge: ({ sentence, age }: { readonly sentence: string; readonly age: string }) =>
    `${sentence} The newest verified backup in iCloud is ${age} old.`,
  noneVerified: (sentence: string) => `${sentence} There is no verified backup in iCloud yet.`,
  ageUnderAnHour: 'less than an hour',
  ageInHours: (count: number) => plural(count, { one: 'hour', other: 'hours' }),
  ageInDays: (count: number) => plural(count, { one: 'day', other: 'days' }),
  labels: {
    newest: 'Newest verified',
    nextCheck: 'Next check',
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
  proven: ({ level, at }: { readonly level: string; readonly at: string }) => `proof: ${level} (${at})`,
  noneYet: 'none yet',
  running: ({ since, pid }: { readonly since: string; readonly pid: number }) => `since ${since} (process ${pid})`,
  beforeSetUp: 'not before set-up',
  paused: 'none: paused',
  nextCheck: (when: string) => `${when}, if "watch" or the app is running`,
  nextCheckAfterPause: (when: string) => `${when} (paused until then), if "watch" or the app is running`,
  outcomes: { done: 'done', warnings: 'done, with warnings', failed: 'failed', cancelled: 'cancelled' },
  lastRun: ({ outcome, age }: { readonly outcome: string; readonly age: string }) => `${outcome}, ${age}`,
  notChecked: 'not checked yet',
  cloud: ({ count, bytes, folder }: { readonly count: number; readonly bytes: string; readonly folder: string }) =>
    `${backups(count)}, ${bytes}, in ${folder}`,
  home: ({ count, name }: { readonly count: number; readonly name: string }) => `${backups(count)} in ${name}`,
  homeAndWaiting: ({
    count,
    name,
    waiting,
  }: {
    readonly count: number;
    readonly name: string;
    readonly waiting: string;
  }) => `${backups(count)} in ${name}, ${waiting} to upload`,
  seen: ({ what, age }: { readonly what: string; readonly age: string }) => `${what}, checked ${age}`,
  notSetUp: 'not set up',
  notSignedIn: 'not signed in',
  signInOver: (account: string) => `${account}: Apple may ask for a code at any time`,
  signIn: ({ account, left, until }: { readonly account: string; readonly left: string; readonly until: string }) =>
    `${account}: ${left} left (until ${until})`,
  underADay: 'less than a day',
  days: (count: number) => plural(count, { one: 'day', other: 'days' }),
};
