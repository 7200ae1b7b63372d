import { isSignInOver, pauseOf } from '../../shared/standing.ts';
import { statusSchema, type Status } from '../../shared/status.ts';
import { formatAge, formatBytes, formatMoment, formatUntil, plural } from '../../shared/words/format.ts';
import { safetyWords, secretStoreWords } from '../../shared/words/safety.ts';
import type { Command } from '../command.ts';
import { formatDay, formatWritten } from '../dates.ts';
import { exitOfStatus } from '../exit-codes.ts';
import type { Line } from '../prose.ts';
import { problemText } from '../problem-text.ts';

export const status: Command = {
  name: 'status',
  summary: 'am I safe? newest verified backup, next run, sign-in, problems',
  synopsis: '',
  optionHelp: [],
  notes: [
    'Asks nobody anything new: it shows what the last look at Home Assistant and iCloud found.',
    'Ends with 0 when all is well, 4 with warnings, and 3 when nothing goes on without you.',
  ],
  examples: ['ha-icloud-backup status', 'ha-icloud-backup status --json | jq .newestVerified.ageHours'],
  options: {},
  positionals: 0,
  jsonLines: false,
  prepare:
    () =>
    async ({ app, io, output }) => {
      const found = await app.status();
      output.answer(statusSchema, found, () => statusText(found, io.now()));
      return exitOfStatus(found);
    },
};

/** The one sentence that answers "am I safe?". */
export const safetyText = ({ safety, newestVerified }: Status): string => {
  const age = newestVerified ? hours(newestVerified.ageHours) : undefined;
  if (safety === 'not-set-up' || safety === 'waiting') return `${safetyWords[safety]}.`;
  return `${safetyWords[safety]}: ${age === undefined ? 'no verified backup in iCloud yet' : `the newest verified backup in iCloud is ${age} old`}.`;
};

const hours = (count: number): string => {
  if (count < 1) return 'less than an hour';
  return count < 48 ? plural(Math.floor(count), 'hour') : plural(Math.floor(count / 24), 'day');
};

const statusText = (found: Status, now: Date): Line[] => [
  safetyText(found),
  '',
  ...rows(found, now).map(([label, text]) => `${label.padEnd(17)}  ${text}`),
  ...found.problems.flatMap((problem) => ['', ...problemText(problem)]),
];

const rows = (found: Status, now: Date): (readonly [string, string])[] => [
  ['Newest verified', newestText(found)],
  ['Next look', nextText(found, now)],
  ...(found.nextBackup === null ? [] : [['Next backup', formatMoment(found.nextBackup) ?? '?'] as const]),
  ...(found.running
    ? [['Running', `since ${formatMoment(found.running.since) ?? '?'} (process ${found.running.pid})`] as const]
    : []),
  ...(found.lastRun ? [['Last run', lastText(found.lastRun, now)] as const] : []),
  ['In iCloud', cloudText(found, now)],
  ['In Home Assistant', homeText(found, now)],
  ['iCloud sign-in', signInText(found.signIn)],
  ...(found.secretStore ? [['Passwords', secretStoreWords[found.secretStore]] as const] : []),
];

const newestText = ({ newestVerified }: Status): string =>
  newestVerified
    ? `${newestVerified.name}, made ${formatWritten(newestVerified.date)} (${newestVerified.id})`
    : 'none yet';

const nextText = (status: Status, now: Date): string => {
  const { nextRun, home } = status;
  if (!home) return 'none before the set-up';
  if (nextRun === null) return 'none: paused';
  const when = formatUntil(new Date(nextRun), now);
  const paused = pauseOf(status, now) === null ? '' : ' (paused until then)';
  return `${when}${paused}, where "watch" or the app is running`;
};

const outcomes = { done: 'done', warnings: 'done, with warnings', failed: 'failed', cancelled: 'cancelled' } as const;

const lastText = ({ outcome, finished }: NonNullable<Status['lastRun']>, now: Date): string =>
  `${outcomes[outcome]}, ${formatAge(new Date(finished), now)}`;

const seen = (at: string | null, now: Date): string => (at === null ? '' : `, seen ${formatAge(new Date(at), now)}`);

const cloudText = ({ icloud: { folder, backups, bytes, seenAt } }: Status, now: Date): string =>
  folder === null
    ? 'not looked at yet'
    : `${plural(backups, 'copy', 'copies')}, ${formatBytes(bytes)}, in ${folder}${seen(seenAt, now)}`;

const homeText = ({ home, waiting }: Status, now: Date): string =>
  home
    ? `${plural(home.backups, 'backup')} in ${home.name}${home.version === null ? '' : ` ${home.version}`}, ${waiting} waiting for iCloud${seen(home.seenAt, now)}`
    : 'not set up';

const signInText = (signIn: Status['signIn']): string => {
  if (!signIn) return 'not signed in';
  const { account, daysLeft, until } = signIn;
  if (isSignInOver(signIn)) return `${account}: Apple may ask for a code any time`;
  const left = daysLeft === 0 ? 'less than a day' : plural(daysLeft, 'day');
  return `${account}: ${left} left (until ${formatDay(until)})`;
};
