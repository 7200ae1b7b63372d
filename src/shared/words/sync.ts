import type { ErrorCode } from '../error-codes.ts';
import type { ErrorFacts } from '../error-facts.ts';
import { formatDuration, plural } from './format.ts';
import { heldBack } from './held.ts';
import { momentOf, numberOf, textOf, when, type ProblemTemplate } from './template.ts';

type Code = Extract<ErrorCode, `${'sync' | 'restore'}.${string}` | 'internal'>;

const countOf = (facts: ErrorFacts, name: string): string | undefined => {
  const count = numberOf(facts, name);
  return count === undefined ? undefined : plural(count, 'copy', 'copies');
};

const gaveUp = (facts: ErrorFacts): string => {
  const backups = numberOf(facts, 'backups');
  return backups === undefined || backups === 1 ? 'a backup' : plural(backups, 'backup');
};

const hoursOf = (facts: ErrorFacts, name: string): string | undefined => {
  const hours = numberOf(facts, name);
  return hours === undefined ? undefined : formatDuration(hours * 3_600_000);
};

export const syncWords = {
  'sync.running': {
    title: 'Already running',
    cause: (facts) => {
      const pid = numberOf(facts, 'pid');
      const since = when(momentOf(facts, 'since'), (moment) => ` since ${moment}`);
      return `Another run of this app is at work on this computer${since}${pid === undefined ? '' : ` (process ${pid})`}.`;
    },
    next: 'Wait until it is done, or cancel it where it was started.',
  },
  'sync.cancelled': {
    title: 'Cancelled',
    cause: 'The run was stopped before it was done. Nothing half done counts as stored.',
    next: 'Nothing to do: the next run goes on from here.',
  },
  'sync.clock-skew': {
    title: 'The clocks do not agree',
    cause: (facts) =>
      `The clocks of this computer, Home Assistant and Apple differ by more than 10 minutes, or a backup has a date in the future. ${heldBack(facts)}`,
    next: 'Let the clocks be set automatically: in the system settings here, and on the machine of Home Assistant.',
  },
  'sync.prune-limit': {
    title: 'Many old copies are due for deletion at once',
    cause: (facts) =>
      `${countOf(facts, 'waiting') ?? 'Several copies'} could go. By itself this app deletes no more per day than it stores, and one more.`,
    next: 'Look at the list of old copies. If it is right, they can be deleted at once from there; otherwise a few go each day.',
  },
  'sync.backing-off': {
    title: 'Waiting before the next attempt',
    cause: 'This backup could not be stored the last time.',
    next: 'Nothing to do: it is tried again within a day. Ask for this very backup to try it at once.',
  },
  'sync.gave-up': {
    title: 'A backup could not be stored',
    cause: (facts) =>
      `Storing ${textOf(facts, 'name') ?? gaveUp(facts)} was tried several times over more than a day without success. Newer backups are not affected.`,
    next: 'Look at the reason of the last attempt, then ask for this very backup to try it once more.',
  },
  'sync.stale': {
    title: 'The newest backup in iCloud is old',
    cause: (facts) =>
      `The last one that was proven and confirmed is ${when(hoursOf(facts, 'ageHours'), (age) => `from ${age} ago`) || 'older than it should be'}.`,
    next: 'Look at the other problems shown. If there are none, check that Home Assistant makes automatic backups and that this computer is on long enough.',
  },
  'restore.no-copy': {
    title: 'No such backup in iCloud Drive',
    cause: (facts) => {
      const id = textOf(facts, 'id') ?? 'this backup';
      return (numberOf(facts, 'found') ?? 0) > 1
        ? `More than one backup begins with ${id}.`
        : `There is no confirmed copy of ${id} in the folders that were looked at.`;
    },
    next: 'List the backups of all instances and choose one of them by its whole id.',
  },
  'restore.target-exists': {
    title: 'The file is there already',
    cause: (facts) =>
      `There is already a file ${textOf(facts, 'target') ?? textOf(facts, 'file') ?? 'of this name'}, and nothing is overwritten.`,
    next: 'Choose another folder, or move the file away.',
  },
  internal: {
    title: 'A fault in this app',
    cause: 'Something happened that should not be possible. Your backups are not affected.',
    next: 'Start the app again. If it comes back, report the problem with the log.',
  },
} as const satisfies Record<Code, ProblemTemplate>;
