/** Said by the app around its windows: the system's own boxes and notices. */
export const shellWords = {
  product: 'HA iCloud Backup',
  promptTitle: 'iCloud sign-in',
  quit: {
    backup: {
      message: 'Quit and stop backing up?',
      detail: 'What is not in iCloud yet is sent when the app runs again.',
    },
    restore: {
      message: 'Quit and stop the restore?',
      detail:
        'If a part has come already, it is kept: restore the same backup to the same folder, and it goes on from there.',
    },
    quit: 'Quit',
    stay: 'Keep running',
  },
  staysOpen: {
    title: 'HA iCloud Backup keeps running',
    inTray: 'Backups go on without this window. You find the app near the clock; quit it there.',
    hiddenByMac:
      'Backups go on without this window. macOS hides the icon: switch it on in System Settings > Menu Bar, or start the app again to open this window.',
    withoutTray: 'Backups go on without this window. This desktop shows no tray icons: start the app again to open it.',
  },
  windowCrashed: {
    message: 'The window had to be loaded again',
    detail: 'It stopped unexpectedly. Backups are not affected.',
  },
  windowGone: {
    message: 'The window cannot be shown',
    detail: 'It stopped twice in a short time. Backups go on; start the app again to open the window.',
  },
  ok: 'OK',
  cannotStart: 'HA iCloud Backup cannot start',
  hasToClose: 'HA iCloud Backup has to close',
  logs: (folder: string): string => `The log is in ${folder}.`,
} as const;
