import { plural } from '../format.ts';

/** Lines of the tray menu, as Windows and Linux write them: only the first word is capitalized. */
export const tray = {
  product: 'HA iCloud Backup',
  nothingYet: 'No backup in iCloud yet',
  next: (when: string): string => `Next: ${when}`,
  nextLook: (when: string): string => `Next check: ${when}`,
  /** Below 0 nothing is known to be over: Apple's 30 days are about 30. */
  signIn: (days: number): string =>
    days < 0
      ? 'iCloud may ask for a code soon'
      : `iCloud sign-in: ${days === 0 ? 'less than a day' : plural(days, { one: 'day', other: 'days' })} left`,
  signInOver: 'iCloud needs a code',
  onBattery: 'Waiting until the computer is plugged in',
  timeLeft: (duration: string): string => `${duration} left`,
  /** Until there is more to say. */
  started: 'Starting…',
  cancelling: 'Cancelling…',
  setUp: 'Set up…',
  backUpNow: 'Back up now',
  cancel: 'Cancel',
  pause: 'Pause',
  forAnHour: 'For 1 hour',
  untilTomorrow: 'Until tomorrow',
  resume: 'Resume',
  reconnect: 'Sign in to iCloud again…',
  approve: 'Allow access on your device…',
  showProblem: 'Show problem…',
  open: 'Open HA iCloud Backup…',
  restore: 'Restore…',
  openHomeAssistant: 'Open backups in Home Assistant',
  openICloud: 'Show in iCloud Drive',
  settings: 'Settings…',
  updates: 'Check for updates…',
  newer: (version: string): string => `Version ${version} is available…`,
  help: 'Help',
  copyDiagnostics: 'Copy diagnostics',
  logs: 'Show logs',
  report: 'Report a problem',
  quit: 'Quit',
};

/** What macOS writes in another way: all words that matter are capitalized. */
export const trayOnMac = {
  setUp: 'Set Up…',
  backUpNow: 'Back Up Now',
  forAnHour: 'For 1 Hour',
  untilTomorrow: 'Until Tomorrow',
  reconnect: 'Sign In to iCloud Again…',
  approve: 'Allow Access on Your Device…',
  showProblem: 'Show Problem…',
  openHomeAssistant: 'Open Backups in Home Assistant',
  updates: 'Check for Updates…',
  copyDiagnostics: 'Copy Diagnostics',
  logs: 'Show Logs',
  report: 'Report a Problem',
} satisfies Partial<typeof tray>;
