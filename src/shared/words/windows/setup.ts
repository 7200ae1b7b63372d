import type { SetupResult } from '../../status.ts';
import { formatBytes, plural } from '../format.ts';

const rhythms: Readonly<Record<NonNullable<SetupResult['schedule']>['recurrence'], string>> = {
  never: 'Only when somebody asks for one',
  daily: 'Every day',
  custom_days: 'On chosen days of the week',
};

const installs: Readonly<Record<SetupResult['installType'], string>> = {
  os: 'Home Assistant OS',
  supervised: 'Supervised',
  container: 'Container',
  core: 'Core',
  unknown: 'Not told',
};

export const setupWords = {
  next: 'Continue',
  steps: ['Home Assistant', 'iCloud', 'Your choices', 'First backup'],
  stepOf: (step: number, of: number) => `Step ${step} of ${of}`,

  choose: {
    heading: 'Your Home Assistant, safe in iCloud Drive',
    lead: 'This app fetches the backups that Home Assistant makes, proves that each one is whole, and keeps copies in your iCloud Drive.',
    begin: 'Set up backups',
    beginHint: 'Takes about three minutes. You need Home Assistant on your network and your Apple account.',
    restore: 'Restore a backup',
    restoreHint: 'Brings a copy back from iCloud Drive. Your Apple account is enough; Home Assistant need not run.',
  },

  find: {
    heading: 'Where is your Home Assistant?',
    searching: 'Looking on your network',
    found: (count: number) => (count === 0 ? 'None found on your network' : `${count} found on your network`),
    noneFound: 'None has announced itself on this network. Type its address, as you use it in the browser.',
    again: 'Look again',
    legend: 'Home Assistant',
    version: (version: string) => `version ${version}`,
    other: 'Another address',
    otherHint: 'Type it as you use it in the browser',
    address: 'Address',
    addressHint: 'For example homeassistant.local, 192.168.1.20 or https://home.example.org',
    needAddress: 'Enter the address of Home Assistant.',
  },

  token: {
    heading: 'Let this app in',
    lead: (url: string) => `Home Assistant at ${url} gives access by a token. An administrator can make one:`,
    steps: [
      'Open your profile in Home Assistant, and there the page Security.',
      'At the bottom, under Long-lived access tokens, choose Create token.',
      'Name it, for example "iCloud backup", and copy it.',
    ],
    orType: 'Or open this address in your browser:',
    onlyType: 'It could not be opened from here. Open this address in your browser:',
    label: 'Access token',
    hint: 'Long, and begins with "ey". It is kept safely on this computer and sent to this Home Assistant only.',
    stored: 'A token is stored. Leave this empty to keep it.',
    needToken: 'Paste the token.',
    shortToken: 'This is too short for a token. Copy all of it: Home Assistant shows it only once.',
    connect: 'Connect',
  },

  found: {
    heading: (name: string) => `Found ${name}`,
    address: 'Address',
    version: 'Version',
    install: 'Installation',
    installs,
    backups: 'Backups there now',
    rhythm: 'Automatic backups',
    rhythms,
    off: 'Off',
    untold: 'This version does not tell',
    keeps: 'Home Assistant keeps',
    keepsAll: 'All of them',
    keepsCopies: (copies: number) => plural(copies, 'backup'),
    keepsDays: (days: number) => plural(days, 'day'),
    or: ' or ',
    encryption: 'Encryption',
    encrypted: 'On',
    open: 'Off: whoever opens the file can read it',
    next: 'Next automatic backup',
    fix: 'Open backups in Home Assistant',
    lookAgain: 'Look again',
    worth: 'Worth a look before you go on',
    lost: 'What was found is not shown any more after the window was reloaded. It is all stored.',
  },

  account: {
    heading: 'Your Apple account',
    headingRestore: 'Where are your backups?',
    leadRestore: 'Sign in with the Apple account whose iCloud Drive holds them.',
    signedIn: 'Signed in to iCloud',
    other: 'Use another account',
    toRestore: 'Choose a backup',
  },

  plan: {
    heading: 'Good choices are made already',
    lead: 'Change what you like, now or later in the settings.',
    folder: 'Folder in iCloud Drive',
    folderHint: 'A folder of its own for your backups. You see it in Files and Finder.',
    daysHint: 'Older ones go to Recently Deleted for about 30 more days. 0 keeps all.',
    more: 'More choices',
    needs: (bytes: number) => `Needs about ${formatBytes(bytes)} in iCloud.`,
    needsUnknown: 'How much room this needs is known after the first backup.',
    needsAll: 'All copies are kept: the room in iCloud grows with every backup.',
    going: 'Some copies would go',
    mayGo: 'Copies may go',
  },

  first: {
    heading: 'Make the first backup safe',
    lead: (backups: number) =>
      backups === 0
        ? 'Home Assistant makes a new backup, and it goes to iCloud Drive.'
        : `Home Assistant has ${plural(backups, 'backup')}. Those that your choices keep go to iCloud Drive, the newest first.`,
    start: 'Start the first backup',
    later: 'Later',
    running: 'The first backup is on its way',
    runningNote: 'You may close this window. It goes on in the background.',
    again: 'Try again',
    failed: 'The first backup did not get through',
    safe: 'Your first backup is safe in iCloud Drive',
    safeNote: (name: string) => `${name} was proven whole, uploaded and confirmed.`,
  },

  finished: {
    heading: 'All set. From now on this happens by itself',
    headingLater: 'Set up. The first backup comes by itself',
    looks: (every: string) =>
      `${every} this app looks for new backups in Home Assistant, checks each one and copies it to iCloud Drive.`,
    keeps: (days: number, keep: number) =>
      days === 0
        ? 'Every copy is kept. Nothing is deleted.'
        : `Copies are kept for ${plural(days, 'day')}, and the newest ${plural(keep, 'verified copy', 'verified copies')} always.`,
    signIn: (day: string) => `Around ${day} Apple asks for a code again. You are told some days before.`,
    quiet: 'You hear from this app only when something needs you.',
    icon: 'The icon always shows how it stands.',
    restore: 'To restore, open this app on any computer, or the folder in iCloud Drive on your iPhone.',
    emergencyKit:
      'Keep the emergency kit of Home Assistant: without its key an encrypted backup opens for nobody, not even for this app.',
    where: {
      darwin: 'The icon is in the menu bar, at the top right.',
      win32: 'The icon is beside the clock. Drag it out of the arrow menu to see it always.',
      linux: 'The icon is in the panel.',
    },
    noTray: 'This computer does not show its icon: start the app again to open this window.',
    done: 'Done',
  },
} as const;
