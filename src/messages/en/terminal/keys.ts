import { formatNumber, plural } from '../../format.ts';
import { inside } from './inside.ts';

interface Counted {
  readonly opens: number;
  readonly copies: number;
}

const backups = (count: number): string => plural(count, { one: 'encrypted backup', other: 'encrypted backups' });

/** What a key is called, by where it came from. */
const names = {
  present: "Home Assistant's present key",
  remembered: 'A remembered key',
  given: 'Your key',
};

export const keys = {
  summary: 'see which keys open your backups, and remember keys for restoring',
  options: {
    list: 'what is known: when it was remembered, and how many backups it opens (the default)',
    check: 'try keys on the backups in iCloud: those of --kit or HA_ICLOUD_BACKUP_KEY, else those that are known',
    add: 'try a key, and remember it on this computer if it opens a backup',
    forget: 'forget a remembered key, by its number in the list',
    all: 'with forget: all of them',
    kit: inside.kit,
    folder: inside.folder,
  },
  notes: [
    'Keys are never shown. Remembered ones are kept where your passwords are, and used to restore, test and open backups. "logout --ha" and "logout --all" remove them.',
    'Only the beginning of each backup is downloaded to try a key. Exits with 0 if a key opens the newest encrypted backup, 4 if it opens only older ones, 1 if it opens none.',
  ],
  actions: (names: string) => `Use one of ${names}.`,
  whichOne: 'Which one? Give its number in the list, or --all.',
  columns: {
    number: 'NO.',
    key: 'KEY',
    since: 'SINCE',
    opens: 'OPENS',
    newest: 'NEWEST',
  },
  names,
  noneKnown: 'No key is known on this computer.',
  rememberedPresent: 'A remembered key, the same as Home Assistant has now',
  untried: 'not tried',
  counted: ({ opens, copies }: Counted) => `${formatNumber(opens)} of ${formatNumber(copies)}`,
  noCopies: 'There are no encrypted backups in iCloud, so there was nothing to try.',
  opensNewest: (name: string, { opens, copies }: Counted) =>
    opens === copies
      ? `${name} opens your newest encrypted backup, and all others.`
      : `${name} opens your newest encrypted backup, and ${formatNumber(opens)} of ${backups(copies)} in all.`,
  opensOlder: (name: string, { opens, copies }: Counted) =>
    `${name} opens ${formatNumber(opens)} of ${backups(copies)}, but not the newest.`,
  opensNone: (name: string) => `${name} opens none of your encrypted backups.`,
  untriedYet: (name: string) => `${name} could not be tried.`,
  wrongKit: 'It may be from another home, or from before the key was changed.',
  changed: (since: string) => `Home Assistant's key was changed after ${since}.`,
  remembered: 'It is remembered on this computer.',
  notRemembered: 'It was not remembered.',
  forgotten: (left: number) =>
    left === 0
      ? 'No key is remembered now.'
      : `${plural(left, { one: 'key is', other: 'keys are' })} still remembered.`,
};
