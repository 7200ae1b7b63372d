import type { ErrorCode } from '../../shared/error-codes.ts';
import { heldBack } from './held.ts';
import { momentOf, numberOf, textOf, when, type Numbers, type WordsFor } from '../template.ts';
import { formatDuration, plural } from '../format.ts';

type Code = Extract<ErrorCode, `sync.${string}` | 'restore.no-copy' | 'restore.target-exists' | 'internal'>;

const countOf = <Name extends string>(facts: Numbers<Name>, name: Name): string | undefined => {
  const count = numberOf(facts, name);
  return count === undefined ? undefined : plural(count, { one: 'backup', other: 'backups' });
};

const waiting = (facts: Numbers<'backups'>): string =>
  plural(numberOf(facts, 'backups') ?? 1, { one: 'backup', other: 'backups' });

const notYet = (facts: Numbers<'backups'>): string =>
  plural(numberOf(facts, 'backups') ?? 1, {
    one: "backup in Home Assistant isn't",
    other: "backups in Home Assistant aren't",
  });

const gaveUp = (facts: Numbers<'backups'>): string => {
  const backups = numberOf(facts, 'backups');
  return backups === undefined || backups === 1 ? 'a backup' : plural(backups, { one: 'backup', other: 'backups' });
};

const hoursOf = <Name extends string>(facts: Numbers<Name>, name: Name): string | undefined => {
  const hours = numberOf(facts, name);
  return hours === undefined ? undefined : formatDuration(hours * 3_600_000);
};

const unreadNote = (facts: Numbers<'unread'>): string =>
  (numberOf(facts, 'unread') ?? 0) > 0
    ? " Some folders or backups couldn't be read this time; it may be one of them."
    : '';

export const syncProblems = {
  'sync.running': {
    title: 'Already running',
    cause: (facts) => {
      const pid = numberOf(facts, 'pid');
      const since = when(momentOf(facts, 'since'), (moment) => ` since ${moment}`);
      return `This app is already busy on this computer${since}${pid === undefined ? '' : ` (process ${pid})`}.`;
    },
    next: 'Wait for it to finish, or cancel it where it was started.',
  },
  'sync.cancelled': {
    title: 'Cancelled',
    cause: "This was stopped before it was done. Partly uploaded files don't count.",
    next: 'Nothing to do: the next attempt continues from here.',
  },
  'sync.clock-skew': {
    title: "The clocks don't agree",
    cause: (facts) =>
      `The clocks of this computer, Home Assistant and Apple differ by more than 10 minutes. ${heldBack(facts)}`,
    next: 'Set the clocks automatically: in the system settings here, and on the machine that runs Home Assistant.',
  },
  'sync.misdated': {
    title: 'A backup has an impossible date',
    cause: (facts) => {
      const name = textOf(facts, 'name') ?? 'One backup';
      const moment = momentOf(facts, 'date');
      const what =
        moment === undefined
          ? `${name} has a date that can't be read.`
          : `${name} is dated ${moment}, which is in the future.`;
      return `${what} A clock was probably wrong when it was made. ${heldBack(facts)}`;
    },
    next: ({ archive }) =>
      archive === undefined
        ? 'Delete this backup in Home Assistant. Old backups are then deleted as usual again.'
        : 'If you have newer backups, delete this one here or in iCloud Drive. Old backups are then deleted as usual again.',
  },
  'sync.prune-limit': {
    title: 'Many old backups are due for deletion at once',
    cause: (facts) =>
      `${countOf(facts, 'waiting') ?? 'Several backups'} could be deleted. Each day, at most one more is deleted than is added.`,
    next: 'Check the list of old backups. If it is right, you can delete them all from there; otherwise a few are deleted each day.',
  },
  'sync.backing-off': {
    title: 'Waiting before the next attempt',
    cause: "This backup couldn't be stored last time.",
    next: 'Nothing to do: we\'ll try again within a day. To try now, choose "Back up again".',
  },
  'sync.gave-up': {
    title: "A backup couldn't be stored",
    cause: (facts) =>
      `We tried several times over more than a day to store ${textOf(facts, 'name') ?? gaveUp(facts)}, without success. Newer backups aren't affected.`,
    next: 'Check why the last attempt failed, then choose "Back up again".',
  },
  'sync.stale': {
    title: (facts) => {
      if (textOf(facts, 'level') === 'late') return 'A new backup is overdue';
      const days = Math.floor((numberOf(facts, 'ageHours') ?? 0) / 24);
      return days < 1
        ? 'The newest backup in iCloud is old'
        : `No new backup in iCloud for ${plural(days, { one: 'day', other: 'days' })}`;
    },
    cause: (facts) =>
      `Your newest verified backup is ${when(hoursOf(facts, 'ageHours'), (age) => `${age} old`) || 'older than it should be'}.`,
    next: 'Check the other problems shown. If there are none, check that Home Assistant makes automatic backups and that this computer is on long enough.',
  },
  'sync.waiting': {
    title: (facts) =>
      numberOf(facts, 'backups') === undefined ? 'Waiting for iCloud' : `Waiting for iCloud: ${waiting(facts)}`,
    cause: (facts) => `${notYet(facts)} in iCloud yet.`,
    next: 'We\'ll keep trying. To try now, choose "Back up now".',
  },
  'sync.not-checked': {
    title: 'Not checked recently',
    cause: (facts) =>
      when(momentOf(facts, 'since'), (moment) => `Home Assistant and iCloud were last fully checked on ${moment}. `) +
      'Newer backups may not be in iCloud yet.',
    next: 'Leave this computer on while Home Assistant can be reached, or choose "Back up now".',
  },
  'sync.kept-shorter': {
    title: 'Another computer deletes backups sooner',
    cause: (facts) =>
      `${countOf(facts, 'backups') ?? 'Some backups'} in iCloud were stored by another computer that keeps backups for a shorter time, and Home Assistant no longer has them.`,
    next: "Have both computers keep backups for the same time, or let this one take over the other's backups in the settings.",
  },
  'restore.no-copy': {
    title: 'No such backup in iCloud Drive',
    cause: (facts) => {
      const id = textOf(facts, 'id') ?? 'this backup';
      return (numberOf(facts, 'found') ?? 0) > 1
        ? `More than one backup starts with ${id}${when(textOf(facts, 'homes'), (homes) => ` (from ${homes})`)}.`
        : `No finished backup ${id} was found in the folders that could be read.${unreadNote(facts)}`;
    },
    next: (facts) =>
      (numberOf(facts, 'found') ?? 0) > 1
        ? 'Use the whole id or the file name. If two homes have the same one, also say which home it is from.'
        : 'List the backups of all homes and choose one of them by its whole id.',
  },
  'restore.target-exists': {
    title: 'This name is already taken',
    cause: (facts) =>
      `There is already ${textOf(facts, 'target') ?? textOf(facts, 'file') ?? 'a file with this name'}, and nothing is overwritten.`,
    next: 'Choose another folder, or move the file away.',
  },
  internal: {
    title: 'A bug in this app',
    cause: "Something happened that shouldn't be possible. Your backups aren't affected.",
    next: 'Restart the app. If this keeps happening, report the problem with the log.',
  },
} satisfies WordsFor<Code>;
