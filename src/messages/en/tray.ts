import type { Running } from '../../shared/contract/views.ts';
import { plural } from '../format.ts';

/** Lines of the tray menu: platform habits differ in little, so all systems share them. */
export const tray = {
  product: 'HA iCloud Backup',
  nothingYet: 'No backup in iCloud yet',
  backedUp: (age: string): string => `Backed up ${age}, verified`,
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
  started: {
    backup: 'Connecting to Home Assistant',
    connect: 'Connecting to Home Assistant',
    restore: 'Restoring a backup',
    'look-inside': 'Opening a backup to see what is inside',
    extract: 'Taking a file out of a backup',
    place: 'Putting a backup into Home Assistant',
    'start-restore': 'Home Assistant is restoring a backup',
    salvage: 'Saving what is intact of a backup',
    test: 'Testing a backup',
    remove: 'Moving a backup to Recently Deleted',
    pin: 'Changing which backups are kept',
  } satisfies Record<Running['what'], string>,
  cancelling: 'Cancelling…',
  setUp: 'Set Up…',
  backUpNow: 'Back Up Now',
  cancel: 'Cancel',
  pause: 'Pause',
  forAnHour: 'For 1 Hour',
  untilTomorrow: 'Until Tomorrow',
  resume: 'Resume',
  reconnect: 'Sign In to iCloud Again…',
  approve: 'Allow Access on Your Device…',
  showProblem: 'Show Problem…',
  open: 'Open HA iCloud Backup…',
  restore: 'Restore…',
  openHomeAssistant: 'Open Backups in Home Assistant',
  openICloud: 'Show in iCloud Drive',
  settings: 'Settings…',
  updates: 'Check for Updates…',
  newer: (version: string): string => `Version ${version} is available…`,
  help: 'Help',
  copyDiagnostics: 'Copy Diagnostics',
  logs: 'Show Logs',
  report: 'Report a Problem',
  quit: 'Quit',
};
