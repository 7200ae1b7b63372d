import { plural } from '../../format.ts';

/** Restoring: from iCloud Drive to a file, and from there into a Home Assistant. */
export const restore = {
  title: 'Restore a backup',
  lead: 'Choose a backup in iCloud and save it to a folder, or put it into Home Assistant. Saving works without Home Assistant.',
  signIn: 'Sign in to iCloud first',
  signInLead: 'You only need the Apple Account that has the backups. Apple sends one code to your devices.',
  signInButton: 'Sign in to iCloud…',
  loading: 'Searching iCloud Drive. This can take a minute.',
  refresh: 'Check now',
  instance: 'Home Assistant',
  allInstances: 'Every Home Assistant',
  empty: 'No backups found',
  emptyHint:
    'If they are in another folder in iCloud Drive, enter its name below. If they are in another Apple Account, sign in to that one.',
  search: {
    title: "Not the backup you're looking for?",
    folder: 'Folder in iCloud Drive',
    hint: 'As it appears in Files or Finder, for example Smart Home or Backups/Home',
    need: 'Enter the name of a folder.',
    look: 'Search this folder',
    everywhere: 'Search all of iCloud Drive',
  },
  save: 'Save to a folder…',
  saveLabel: (backup: string): string => `Save to a folder… ${backup}`,
  saving: 'Downloading the backup from iCloud',
  stopped: 'Restore paused',
  stoppedLead: (name: string, kept: string | null): string =>
    kept === null
      ? `The computer went to sleep before ${name} was downloaded.`
      : `The computer went to sleep. ${kept} of ${name} is kept on this computer: choose the same folder to continue.`,
  goOn: 'Continue',
  goOnWith: (backup: string): string => `Continue with ${backup}`,
  whole: (size: string): string => `${size}, identical to the original.`,
  leave: {
    title: 'Not your computer?',
    text: "You're still signed in to iCloud here. The backup you saved is kept.",
    button: 'Sign out and remove everything from this computer…',
  },
  showFile: 'Show the file',
  guide: 'Open the guide',
  newest: 'Newest verified backup',
  intoHome: 'Put into Home Assistant…',
  intoHomeLabel: (backup: string): string => `Put into Home Assistant… ${backup}`,
  details: 'Details',
  detailsLabel: (backup: string): string => `Details of ${backup}`,
  /** Made after the newest verified one. */
  newer: (count: number): string =>
    `${plural(count, { one: 'newer backup is', other: 'newer backups are' })} in the list below, but can't be counted on.`,
  noneGood: 'None of these backups is verified',
  noneGoodHint: 'They can still be saved to a folder. Open one to see what is known about it.',
  flaws: {
    damaged: 'Damaged',
    'other-key': 'Needs another key',
    unproven: 'Not verified',
    check: 'Check this one',
  },
  file: {
    title: 'A backup file on this computer',
    text: 'See whether a TAR file is a good backup, and what is in it. You can also drop it anywhere on this window.',
    open: 'Check a file…',
  },
  sheet: {
    title: 'For the day everything is gone',
    text: 'One page to print, with all that is needed to get your home back without this computer.',
    open: 'Make the page…',
  },
  list: 'Backups in iCloud',
  others: 'Other backups in iCloud',
  last: 'Last restore',
  lastOpen: 'Continue there',
};
