import type { DayView, ViewState } from '../../contract/views.ts';
import type { ListedBackup } from '../../status.ts';
import { plural } from '../format.ts';

const copies = (count: number): string => plural(count, 'copy', 'copies');

/** The page that answers "am I safe?". */
export const homeWords = {
  hero: {
    newest: (age: string): string => `Newest verified backup in iCloud: ${age}.`,
    none: 'Nothing is in iCloud yet. The first backup goes there as soon as Home Assistant has one.',
    notSetUp: 'Connect Home Assistant and iCloud once. After that, backups go to iCloud by themselves.',
    paused: (until: string): string => `Paused until ${until}`,
    pausedToo: (until: string): string => `Paused until ${until}: nothing is backed up before that.`,
  },
  setUp: 'Set up backups',
  restoreInstead: 'Restore a backup',
  backUpNow: 'Back up now',
  moreActions: 'More actions',
  lookNow: 'Look for new backups',
  pauseHour: 'Pause for 1 hour',
  pauseTomorrow: 'Pause until tomorrow',
  resume: 'Resume',
  restoreAny: 'Restore from another Home Assistant',

  facts: {
    title: 'At a glance',
    newest: 'Newest in iCloud',
    nextLook: 'Next look',
    nextBackup: 'Next backup',
    signIn: 'iCloud sign-in',
    stored: 'Stored in iCloud',
    noneYet: 'None yet',
    verified: 'Verified',
    paused: 'Paused',
    notPlanned: 'Not planned',
    held: {
      battery: 'When plugged in',
      keychain: 'When the keychain is open',
    } as const satisfies Record<NonNullable<ViewState['held']>, string>,
    nothingWaits: 'Nothing is waiting',
    at: (clock: string, waiting: number): string => `${clock} · ${waiting === 0 ? 'none' : waiting} waiting`,
    waiting: (count: number): string => `${plural(count, 'backup')} waiting`,
    daysLeft: (days: number): string => (days === 0 ? 'Less than a day left' : `${plural(days, 'day')} left`),
    over: 'May need a code any time',
    needsCode: 'Needs a code',
    needsYou: 'Needs you',
    until: (date: string): string => `until ${date}`,
    notSignedIn: 'Not signed in',
    count: (inCloud: number): string => plural(inCloud, 'backup'),
  },

  strip: {
    title: 'Last 30 days',
    legend: 'What the signs mean',
    states: {
      none: 'No information',
      'backed-up': 'Backed up',
      issue: 'Backed up, with a warning',
      missed: 'Not backed up',
      unpulled: 'Gone before it was fetched',
      running: 'In progress',
    } as const satisfies Record<DayView['state'], string>,
    day: (day: string, state: string, stored: number): string =>
      `${day}: ${state}${stored > 0 ? `, ${copies(stored)} stored` : ''}`,
    /** @param count - of the days in a state */
    summary: (count: (state: DayView['state']) => number): string => {
      const [good, issue, missed, unpulled] = [count('backed-up'), count('issue'), count('missed'), count('unpulled')];
      const known = good + issue + missed + unpulled;
      if (known === 0) return 'Nothing is known of these days yet.';
      const exceptions = [
        ...(issue > 0 ? [`${issue} with a warning`] : []),
        ...(missed > 0 ? [`${missed} not backed up`] : []),
        ...(unpulled > 0 ? [`${unpulled} with a backup that was gone before it was fetched`] : []),
      ];
      return `${good + issue} of ${plural(known, 'day')} backed up${exceptions.map((part) => `, ${part}`).join('')}.`;
    },
  },

  problems: {
    more: (count: number): string => (count === 1 ? 'One more thing to look at' : `${count} more things to look at`),
  },

  backups: {
    title: 'Backups',
    counts: (inCloud: number, inHome: number): string => `${inCloud} in iCloud · ${inHome} in Home Assistant`,
    refresh: 'Look again',
    loading: 'Looking up what is in Home Assistant and iCloud',
    empty: 'No backups yet',
    emptyHint: 'As soon as Home Assistant makes one, it is fetched, checked and stored in iCloud Drive.',
    noneHere: 'No backup of this kind',
    shown: (shown: number, all: number): string => `${shown} of ${all} shown`,
    filter: 'Which backups',
    all: 'All',
    inCloud: 'In iCloud',
    notInCloud: 'Not in iCloud',
    columns: {
      backup: 'Backup',
      size: 'Size',
      where: 'Where',
      proof: 'Checked',
      next: 'What happens next',
      actions: 'Actions',
    },
    unknownSize: 'Size unknown',
    protection: (encrypted: boolean): string => (encrypted ? 'Encrypted' : 'Not encrypted'),
    cloud: 'iCloud',
    homeAssistant: 'Home Assistant',
    next: {
      pull: 'Goes to iCloud',
      keep: 'Stays',
      delete: 'Is deleted next',
      leave: 'Left as it is',
    } as const satisfies Record<ListedBackup['next'], string>,
    actionsFor: (name: string): string => `Actions for ${name}`,
    restore: 'Restore to a folder…',
    remove: 'Delete this copy…',
    again: 'Back up again',
    storeNow: 'Store in iCloud now',
  },

  remove: {
    title: 'Delete this copy?',
    goes: 'This copy goes from iCloud Drive to Recently Deleted:',
    newest: 'This is your newest verified backup in iCloud.',
    staysInHome: 'The backup in Home Assistant stays. It is not stored in iCloud again unless you ask for it.',
    onlyCopy: 'Home Assistant no longer has this backup: no other copy is known.',
    back: 'Apple keeps it for about 30 days. To get it back, open icloud.com, sign in, choose iCloud Drive, then Recently Deleted, select this one file and choose Recover:',
    space: 'Until then it may still count against your iCloud storage.',
    open: 'Open Recently Deleted',
    confirm: 'Delete copy',
  },
} as const;

/** Levels of proof (core/domain/manifest.ts), by number. */
const levels = [
  'size compared',
  'structure checked',
  'key checked',
  'every byte checked',
  'brought back from iCloud and checked',
] as const;

export const describeLevel = (level: number): string => levels[level] ?? 'checked by a newer version';
