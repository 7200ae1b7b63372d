/** Said by the app around its windows: the system's own boxes and notices. */
export const shell = {
  product: 'HA iCloud Backup',
  promptTitle: 'iCloud sign-in',
  quit: {
    backup: {
      message: 'Quit and stop backing up?',
      detail: 'The rest uploads next time the app runs.',
    },
    restore: {
      message: 'Quit and stop the restore?',
      detail: 'Finished parts are kept: restore to the same folder to continue.',
    },
    quit: 'Quit',
    stay: 'Keep running',
  },
  staysOpen: {
    title: 'HA iCloud Backup keeps running',
    inTray: 'Backups continue in the background. To quit, use the icon near the clock.',
    hiddenByMac:
      'Backups continue in the background. macOS hides the icon: turn it on in System Settings > Menu Bar, or open the app again to show this window.',
    withoutTray:
      'Backups continue in the background. This desktop shows no tray icons: open the app again to show this window.',
  },
  windowCrashed: {
    message: 'The window was reloaded',
    detail: "It stopped unexpectedly. Your backups aren't affected.",
  },
  windowGone: {
    message: "The window can't be shown",
    detail: 'It stopped twice in a short time. Backups continue; open the app again to show the window.',
  },
  /** In the menu of the program; macOS has dots there. */
  settings: 'Settings…',
  /** In the system's dialog, what it shows of a folder. */
  backupFiles: 'Backups (TAR files)',
  ok: 'OK',
  cannotStart: "HA iCloud Backup can't start",
  hasToClose: 'HA iCloud Backup has to close',
  ignored: (names: readonly string[]): string =>
    `Ignored: ${names.join(', ')}. This program doesn't take its own parts from the environment.`,
  logs: (folder: string): string => `The log is in ${folder}.`,
};
