import { headlineOf } from '../../messages/headline.ts';
import { isSignInOver, pauseOf } from '../../shared/status-rules.ts';
import { statusSchema, type Status } from '../../shared/status.ts';
import { described } from '../../messages/problems.ts';
import type { Command } from '../command.ts';
import { formatWritten } from '../dates.ts';
import { exitOfStatus } from '../exit-codes.ts';
import { padded } from '../labels.ts';
import { prose, type Line } from '../prose.ts';
import { problemText } from '../problem-text.ts';
import { messages } from '../../messages/messages.ts';
import { describeLevel } from '../../messages/reasons.ts';
import { formatMoment, formatShortDay } from '../../messages/dates.ts';
import { formatAge, formatBytes, formatNumber, formatUntil } from '../../messages/format.ts';

export const status: Command = {
  name: 'status',
  get summary(): string {
    return messages.terminal.status.summary;
  },
  synopsis: '',
  optionHelp: [],
  get notes(): Command['notes'] {
    return messages.terminal.status.notes;
  },
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

/** "Am I safe?": the headline of the window, and how old the newest backup is. */
export const safetyText = (status: Status, now: Date): string => {
  const { safety, newestVerified } = status;
  const headline = headlineOf(status, null, now, messages.safety, (problem) => described(problem).title);
  const words = messages.terminal.status;
  // Questions stay questions.
  const sentence = /[.?!]$/.test(headline) ? headline : words.sentence(headline);
  if (newestVerified) return words.newestAge({ sentence, age: ageText(newestVerified.ageHours) });
  return safety === 'not-set-up' || safety === 'waiting' ? sentence : words.noneVerified(sentence);
};

const ageText = (hours: number): string => {
  const words = messages.terminal.status;
  if (hours < 1) return words.ageUnderAnHour;
  return hours < 48 ? words.ageInHours(Math.floor(hours)) : words.ageInDays(Math.floor(hours / 24));
};

const statusText = (found: Status, now: Date): Line[] => {
  const labels = padded(messages.terminal.status.labels, '  ');
  return [
    prose(safetyText(found, now)),
    '',
    ...rows(found, now).map(([label, text]) => `${labels[label]}${text}`),
    ...found.problems.flatMap((problem) => ['', ...problemText(problem)]),
  ];
};

const rows = (found: Status, now: Date): (readonly [keyof typeof messages.terminal.status.labels, string])[] => [
  ['newest', newestText(found, now)],
  ['nextCheck', nextText(found, now)],
  ...(found.nextBackup === null ? [] : [['nextBackup', formatMoment(found.nextBackup, now) ?? '?'] as const]),
  ...(found.running ? [['running', runningText(found.running, now)] as const] : []),
  ...(found.lastRun ? [['lastRun', lastText(found.lastRun, now)] as const] : []),
  ['cloud', cloudText(found, now)],
  ['home', homeText(found, now)],
  ...(found.home?.encrypted === false ? [['connection', messages.connection.unencrypted] as const] : []),
  ['signIn', signInText(found.signIn)],
  ...(found.secretStore ? [['secrets', messages.secretStore[found.secretStore]] as const] : []),
];

const newestText = ({ newestVerified }: Status, now: Date): string => {
  const words = messages.terminal.status;
  if (!newestVerified) return words.noneYet;
  const { name, date, id, level, provedAt } = newestVerified;
  const proof = { level: describeLevel(level), at: formatMoment(provedAt, now) ?? '?' };
  return [words.newest({ name, date: formatWritten(date), id }), words.proven(proof)].join('; ');
};

const nextText = (status: Status, now: Date): string => {
  const { nextRun, home } = status;
  const words = messages.terminal.status;
  if (!home) return words.beforeSetUp;
  if (nextRun === null) return words.paused;
  const when = formatUntil(new Date(nextRun), now);
  return pauseOf(status, now) === null ? words.nextCheck(when) : words.nextCheckAfterPause(when);
};

const runningText = ({ since, pid }: NonNullable<Status['running']>, now: Date): string =>
  messages.terminal.status.running({ since: formatMoment(since, now) ?? '?', pid });

const lastText = ({ outcome, finished }: NonNullable<Status['lastRun']>, now: Date): string => {
  const { lastRun, outcomes } = messages.terminal.status;
  return lastRun({ outcome: outcomes[outcome], age: formatAge(new Date(finished), now) });
};

const andSeen = (what: string, at: string | null, now: Date): string =>
  at === null ? what : messages.terminal.status.seen({ what, age: formatAge(new Date(at), now) });

const cloudText = ({ icloud: { folder, backups, bytes, seenAt } }: Status, now: Date): string => {
  const words = messages.terminal.status;
  if (folder === null) return words.notChecked;
  return andSeen(words.cloud({ count: backups, bytes: formatBytes(bytes), folder }), seenAt, now);
};

const homeText = ({ home, waiting }: Status, now: Date): string => {
  const words = messages.terminal.status;
  if (!home) return words.notSetUp;
  const name = home.version === null ? home.name : `${home.name} ${home.version}`;
  const there = { count: home.backups, name };
  const text = waiting === 0 ? words.home(there) : words.homeAndWaiting({ ...there, waiting: formatNumber(waiting) });
  return andSeen(text, home.seenAt, now);
};

const signInText = (signIn: Status['signIn']): string => {
  const words = messages.terminal.status;
  if (!signIn) return words.notSignedIn;
  const { account, daysLeft, until } = signIn;
  if (isSignInOver(signIn)) return words.signInOver(account);
  const left = daysLeft === 0 ? words.underADay : words.days(daysLeft);
  return words.signIn({ account, left, until: formatShortDay(until) });
};
