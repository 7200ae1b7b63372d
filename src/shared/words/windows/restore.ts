/** The way back: from iCloud Drive to a file, and from there into a Home Assistant. */
export const restoreWords = {
  title: 'Restore a backup',
  lead: 'Choose a backup in your iCloud Drive and save it to a folder. Home Assistant is not needed for this.',
  back: 'Home',
  backToSetup: 'Back',
  signIn: 'Sign in to iCloud first',
  signInLead: 'Only the Apple account that holds the backups is needed. Apple sends one code to your devices.',
  signInButton: 'Sign in to iCloud…',
  loading: 'Looking through iCloud Drive',
  refresh: 'Look again',
  instance: 'Home Assistant',
  allInstances: 'All',
  empty: 'No backups in iCloud Drive',
  emptyHint: 'This Apple account holds no backups that this app has stored and confirmed.',
  save: 'Save to a folder…',
  saveLabel: (name: string): string => `Save to a folder… ${name}`,
  saving: 'Fetching the backup from iCloud',
  stopped: 'The restore was stopped',
  stoppedLead: (name: string, kept: string | null): string =>
    kept === null
      ? `${name} is not on this computer yet: it was stopped as the computer went to sleep.`
      : `It was stopped as the computer went to sleep. ${kept} of ${name} are kept on this computer: choose the same folder again, and it goes on from there.`,
  goOn: 'Go on',
  done: 'The backup is on this computer',
  whole: (size: string): string => `${size}, compared with what was stored: whole.`,
  showFile: 'Show the file',
  guide: 'Open the guide',
  steps: 'Into a new Home Assistant',
  list: 'Backups in iCloud Drive',
} as const;
