import { plural } from './format.ts';

/** Lines of the tray menu: platform habits differ in little, so all systems share them. */
export const trayWords = {
  product: 'HA iCloud Backup',
  notSetUp: 'Not set up yet',
  nothingYet: 'No backup in iCloud yet',
  backedUp: (age: string): string => `Backed up ${age}, verified`,
  next: (when: string): string => `Next: ${when}`,
  nextLook: (when: string): string => `Next look: ${when}`,
  /** Below 0 nothing is known to be over: Apple's 30 days are about 30. */
  signIn: (days: number): string =>
    days < 0
      ? 'iCloud may ask for a code'
      : `iCloud sign-in: ${days === 0 ? 'less than a day' : plural(days, 'day')} left`,
  signInOver: 'iCloud needs a code',
  paused: (until: string): string => `Paused until ${until}`,
  onBattery: 'Waits until the computer is plugged in',
  timeLeft: (duration: string): string => `${duration} left`,
  restoring: 'Restoring a backup',
  removing: 'Moving a copy to Recently Deleted',
  connecting: 'Connecting to Home Assistant',
  cancelling: 'Cancelling…',
  setUp: 'Set Up…',
  backUpNow: 'Back Up Now',
  cancel: 'Cancel',
  pause: 'Pause',
  forAnHour: 'For 1 Hour',
  untilTomorrow: 'Until Tomorrow',
  resume: 'Resume',
  reconnect: 'Reconnect iCloud…',
  approve: 'Allow Access on Your Device…',
  showProblem: 'Show Problem…',
  open: 'Open HA iCloud Backup…',
  openHomeAssistant: 'Open Backups in Home Assistant',
  openICloud: 'Show in iCloud Drive',
  settings: 'Settings…',
  updates: 'Check for Updates…',
  help: 'Help',
  copyDiagnostics: 'Copy Diagnostics',
  logs: 'Show Logs',
  report: 'Report a Problem',
  quit: 'Quit',
} as const;
