import type { DayView, ViewState } from '../../../shared/contract/views.ts';
import type { TestVerdict } from '../../../shared/vocabulary.ts';
import { formatNumber, formFor, plural } from '../../format.ts';

const backups = (count: number): string => plural(count, { one: 'backup', other: 'backups' });

/** The page that answers "am I safe?". */
export const home = {
  hero: {
    /** @param when - `today 21:06` */
    orderFailed: (when: string): string => `The backup you started failed (${when}).`,
    none: 'Nothing is in iCloud yet. Your first backup uploads as soon as there is one.',
    notSetUp: 'Connect Home Assistant and iCloud once. After that, backups go to iCloud automatically.',
    pausedToo: (until: string): string => `Paused until ${until}. Nothing is backed up before then.`,
  },
  setUp: 'Set up backups',
  restoreInstead: 'Restore a backup',
  backUpNow: 'Back up now',
  /** @param cause - what has to be ended first, as its headline says it */
  notYet: (cause: string): string => `Not possible yet: ${cause}`,
  moreActions: 'More actions',
  lookNow: 'Check now',
  pauseHour: 'Pause for 1 hour',
  pauseTomorrow: 'Pause until tomorrow',
  resume: 'Resume',
  restoreAny: 'Restore from another Home Assistant…',

  /** Until the user has the way back on paper. */
  sheet: {
    reminder: 'Could you get your home back without this computer?',
    open: 'Make a page for that…',
  },

  /** Backups that should be in iCloud and are not. */
  missing: {
    title: 'Not in iCloud',
    /** As many are named at once. */
    shown: 5,
    more: (count: number): string => `And ${count} more`,
    /** Behind the last one that is named. */
    others: (count: number): string => `And ${count} more. The list below has them all.`,
  },

  facts: {
    title: 'At a glance',
    unencrypted: 'The connection to Home Assistant is not encrypted.',
    nextLook: 'Next check',
    nextBackup: 'Next backup',
    signIn: 'iCloud sign-in',
    stored: 'Stored in iCloud',
    storageOf: (size: string): string => `${size}: show the storage in iCloud`,
    paused: 'Paused',
    notPlanned: 'Not scheduled',
    held: {
      battery: 'When plugged in',
      keychain: 'When the keychain is unlocked',
    } satisfies Record<NonNullable<ViewState['held']>, string>,
    nothingWaits: 'Nothing is waiting',
    at: (clock: string, waiting: number): string =>
      `${clock} · ${waiting === 0 ? 'none' : formatNumber(waiting)} waiting`,
    waiting: (count: number): string => `${plural(count, { one: 'backup', other: 'backups' })} waiting`,
    daysLeft: (days: number): string =>
      days === 0 ? 'Less than a day left' : `${plural(days, { one: 'day', other: 'days' })} left`,
    over: 'A code may be needed soon',
    needsCode: 'Needs a code',
    needsYou: 'Action needed',
    until: (date: string): string => `until ${date}`,
    notSignedIn: 'Not signed in',
    count: (inCloud: number): string => plural(inCloud, { one: 'backup', other: 'backups' }),
  },

  strip: {
    title: 'Last 30 days',
    legend: 'Legend',
    states: {
      none: 'No information',
      'backed-up': 'Backed up',
      issue: 'Backed up, with a warning',
      missed: 'Not backed up',
      unpulled: 'Missed: deleted too soon',
      running: 'In progress',
    } satisfies Record<DayView['state'], string>,
    /** @param count - of the days in this state */
    counted: (state: string, count: number): string => `${state}: ${formatNumber(count)}`,
    day: (day: string, state: string, stored: number): string =>
      `${day}: ${state}${stored > 0 ? `, ${backups(stored)} uploaded` : ''}`,
    /** @param count - of the days in a state */
    summary: (count: (state: DayView['state']) => number): string => {
      const [good, issue, missed, unpulled] = [count('backed-up'), count('issue'), count('missed'), count('unpulled')];
      const known = good + issue + missed + unpulled;
      if (known === 0) return 'No history yet.';
      const exceptions = [
        ...(issue > 0 ? [`${issue} with a warning`] : []),
        ...(missed > 0 ? [`${missed} not backed up`] : []),
        ...(unpulled > 0 ? [`${unpulled} with a backup that was deleted too soon`] : []),
      ];
      return `${good + issue} of ${plural(known, { one: 'day', other: 'days' })} backed up${exceptions.map((part) => `, ${part}`).join('')}.`;
    },
  },

  problems: {
    more: (count: number): string => plural(count, { one: 'more problem', other: 'more problems' }),
  },

  backups: {
    title: 'Backups',
    /** How a backup was checked. */
    counts: (inCloud: number, inHome: number): string => `${inCloud} in iCloud · ${inHome} in Home Assistant`,
    refresh: 'Check now',
    loading: 'Loading backups…',
    empty: 'No backups yet',
    emptyHint: 'As soon as Home Assistant makes one, it is checked and uploaded to iCloud.',
    noneHere: 'No matches',
    search: 'Search backups',
    kind: 'Kind',
    allKinds: 'All kinds',
    filter: 'Place',
    all: 'All places',
    inCloud: 'In iCloud',
    notInCloud: 'Not in iCloud',
    /** Of a month, or of what is selected. */
    total: (count: number, size: string): string => `${backups(count)}, ${size}`,
    selected: backups,
    selection: (count: number, size: string): string => `${formatNumber(count)} selected, ${size}`,
    clear: 'Clear selection',
    columns: {
      select: 'Selected',
      date: 'Date',
      name: 'Name',
      backup: 'Backup',
      size: 'Size',
      where: 'Where',
      proof: 'Checked',
      next: 'What happens next',
      actions: 'Actions',
    },
    unknownSize: 'Size unknown',
    protection: (encrypted: boolean, partly = false): string =>
      encrypted ? 'Encrypted' : partly ? 'Partly encrypted' : 'Not encrypted',
    cloud: 'iCloud',
    homeAssistant: 'Home Assistant',
    next: { pull: 'Uploads next', delete: 'Deletes next', damaged: 'Damaged' },
    /** @param when - `in 5 days` */
    goes: (when: string): string => `Deletes ${when}`,
    /** Something speaks against it; what, the whole of the cell says. */
    flawed: 'Check this one',
    actionsFor: (backup: string): string => `Actions for ${backup}`,
    restore: 'Save to a folder…',
    restoreAll: (count: number): string => `Save ${formatNumber(count)} to a folder…`,
    savedSeveral: (count: number, folder: string): string =>
      `${plural(count, { one: 'backup was', other: 'backups were' })} saved to ${folder}.`,
    closeSaved: 'Close the note about saved backups',
    test: 'Test now',
    tested: {
      'came-back': (name: string): string =>
        `${name} came back from iCloud identical, can be read to the last byte and makes sense.`,
      'same-bytes': (name: string): string =>
        `${name} came back from iCloud identical. Its contents couldn't be checked, because none of the known keys opens it.`,
      failed: (name: string): string => `${name} can't be restored from iCloud.`,
    } satisfies Record<TestVerdict, (name: string) => string>,
    otherKey: {
      title: 'This backup needs another key',
      lead: (name: string) =>
        `The keys known on this computer don't open ${name}. Use the emergency kit that was current when it was made.`,
      confirm: 'Test with this key',
      open: 'Enter its key…',
    },
    closeTested: 'Close the result of the test',
    remove: 'Delete from iCloud…',
    removeAll: (count: number): string => `Delete ${formatNumber(count)} from iCloud…`,
    again: 'Back up again',
    storeNow: 'Back up now',
  },

  remove: {
    title: (count: number): string =>
      `Delete ${formFor(count, { one: 'this backup', other: `these ${formatNumber(count)} backups` })} from iCloud?`,
    goes: (count: number): string =>
      formFor(count, {
        one: 'This moves to Recently Deleted in iCloud Drive:',
        other: 'These move to Recently Deleted in iCloud Drive:',
      }),
    /** So many are named. */
    shown: 5,
    more: (count: number, size: string): string => `And ${formatNumber(count)} more, ${size} in all`,
    newest: 'This includes your newest verified backup in iCloud.',
    staysInHome: (count: number): string =>
      formFor(count, {
        one: "The backup in Home Assistant is kept. It isn't uploaded again unless you ask.",
        other: `Home Assistant keeps its own ${formatNumber(count)}. They aren't uploaded again unless you ask.`,
      }),
    /** @param all - that are deleted */
    onlyCopy: (count: number, all: number): string =>
      all === 1
        ? 'Home Assistant no longer has this backup. This is the only copy.'
        : `Home Assistant no longer has ${formatNumber(count)} of them: these are the only copies.`,
    /** What is left in iCloud afterwards. */
    staying: (count: number): string =>
      count === 0
        ? 'No other copy is in iCloud.'
        : `iCloud keeps ${plural(count, { one: 'other copy', other: 'other copies' })}.`,
    back: (count: number): string =>
      count === 1
        ? 'Apple keeps it for about 30 days. To get it back, open icloud.com, sign in, choose iCloud Drive, then Recently Deleted, select this one file and choose Recover:'
        : 'Apple keeps them for about 30 days. To get one back, open icloud.com, sign in, choose iCloud Drive, then Recently Deleted, select it and choose Recover.',
    space: 'Until then, it may count towards your iCloud storage.',
    open: 'Open Recently Deleted',
    confirm: (count: number): string => (count === 1 ? 'Delete' : `Delete ${formatNumber(count)}`),
    confirmOf: (backup: string): string => `Delete ${backup}`,
  },
};
