import type { SetupResult } from '../../../shared/status.ts';
import { formatBytes, formatNumber, plural } from '../../format.ts';

const rhythms: Readonly<Record<NonNullable<SetupResult['schedule']>['recurrence'], string>> = {
  never: 'Manually only',
  daily: 'Every day',
  custom_days: 'On chosen days of the week',
};

const installs: Readonly<Record<SetupResult['installType'], string>> = {
  os: 'Home Assistant OS',
  supervised: 'Supervised',
  container: 'Container',
  core: 'Core',
  unknown: 'Unknown',
};

export const setup = {
  next: 'Continue',
  steps: ['Home Assistant', 'iCloud', 'Your choices', 'First backup'],
  stepOf: (step: number, of: number) => `Step ${step} of ${of}`,

  choose: {
    lost: 'The settings were lost',
    lostHint: 'The settings file was damaged, so the app has to be set up again. Your backups are still in iCloud.',
    heading: 'Your Home Assistant, safe in iCloud Drive',
    lead: 'This app takes the backups that Home Assistant makes, checks that each one is intact, and keeps it in your iCloud Drive.',
    begin: 'Set up backups',
    beginHint: 'Takes about three minutes. You need Home Assistant on your network and your Apple Account.',
    restore: 'Restore a backup',
    restoreHint:
      "Downloads a backup from iCloud. You only need your Apple Account; Home Assistant doesn't need to be running.",
  },

  find: {
    heading: 'Where is your Home Assistant?',
    searching: 'Searching your network',
    found: (count: number) =>
      count === 0 ? 'None found on your network' : `${formatNumber(count)} found on your network`,
    noneFound: 'None found automatically. Enter its address as you use it in the browser.',
    again: 'Search again',
    legend: 'Home Assistant',
    version: (version: string) => `version ${version}`,
    other: 'Another address',
    otherHint: 'Enter it as you use it in the browser',
    address: 'Address',
    addressHint: 'For example homeassistant.local, 192.168.1.20 or https://home.example.org',
    needAddress: 'Enter the address of Home Assistant.',
    testing: 'Checking the address',
  },

  consent: {
    title: 'This connection is not encrypted',
    text: (url: string) =>
      `${url} uses plain http: anyone on your network could read the access token and the backups. If you trust your home network, you can allow it. Nothing is sent when you're away from home.`,
    hadHttps: "Until now, this Home Assistant was reached over https. If you didn't change that, stop here.",
  },

  signIn: {
    lead: (url: string) =>
      `Home Assistant's own page opens in your browser, at ${url}. Sign in there as an administrator; this app never sees your password.`,
    paste: 'Paste an access token instead',
    instead: 'Sign in with Home Assistant instead',
  },

  token: {
    heading: 'Give this app access',
    lead: (url: string) => `Create an access token in Home Assistant at ${url}, as an administrator:`,
    steps: [
      'Open your profile in Home Assistant, then the Security tab.',
      'At the bottom, under Long-lived access tokens, choose Create token.',
      'Name it, for example "iCloud backup", and copy it.',
    ],
    picture: { tab: 'Security', card: 'Long-lived access tokens', button: 'Create token' },
    orType: 'Or open this address in your browser:',
    onlyType: "It couldn't be opened from here. Open this address in your browser:",
    label: 'Access token',
    hint: 'A long text that starts with "ey". It is stored securely on this computer and sent only to this Home Assistant.',
    stored: 'A token is stored. Leave this empty to keep it.',
    needToken: 'Paste the token.',
    shortToken: 'This is too short for a token. Copy all of it: Home Assistant shows it only once.',
    connect: 'Connect',
  },

  found: {
    /** Without the last number: people say "2026.11". */
    heading: (version: string | null) =>
      /^\d/.test(version ?? '')
        ? `Home Assistant ${(version ?? '').split('.').slice(0, 2).join('.')} found`
        : 'Home Assistant found',
    address: 'Address',
    version: 'Version',
    install: 'Installation',
    installs,
    backups: 'Existing backups',
    rhythm: 'Automatic backups',
    rhythms,
    off: 'Off',
    untold: 'Not reported by this version',
    keeps: 'Home Assistant keeps',
    keepsAll: 'All of them',
    keepsCopies: (copies: number) => plural(copies, { one: 'backup', other: 'backups' }),
    keepsDays: (days: number) => plural(days, { one: 'day', other: 'days' }),
    or: ' or ',
    encryption: 'Encryption',
    encrypted: 'On',
    open: 'Off: anyone with the file can read it',
    next: 'Next automatic backup',
    fix: 'Open backups in Home Assistant',
    lookAgain: 'Check again',
    worth: 'Recommended before you continue',
    lost: "Details aren't shown after a reload; everything is saved.",
  },

  offers: {
    title: 'Missing in Home Assistant',
    lead: 'Set it from here, or leave it as it is. Nothing else is changed.',
    schedule: (apps: boolean, keeps: number | null) =>
      `Make a backup every day${apps ? ', with all apps' : ''}${keeps === null ? '' : `, and keep the last ${formatNumber(keeps)}`}`,
    encryption: 'Encrypt backups from now on',
    retention: (from: string, to: string) => `Keep ${to} instead of ${from}`,
    hints: {
      schedule: 'Home Assistant makes none automatically now. It picks a time at night, unless one is set.',
      encryption:
        "Home Assistant gets a new key, and only that key opens the backups. You save it in the next step; this app doesn't keep it.",
      retention: 'A backup then stays long enough for this app to find it, even if this computer is off for a week.',
    },
    set: 'Set in Home Assistant',
    done: 'Home Assistant is set.',
  },

  kit: {
    heading: 'Save the emergency kit',
    lead: 'Home Assistant encrypts your backups. Only the key in its emergency kit opens them; without it nobody can, not even this app.',
    where:
      'In Home Assistant, go to Encryption key and download the emergency kit. Keep it away from this computer and from Home Assistant: printed, or in a password manager.',
    open: 'Open Home Assistant',
    have: 'I have saved the emergency kit',
    laterHint: 'Choose Later to be reminded after the first backup.',
    need: 'Tick this once it is saved, or choose Later.',
    later: 'Later',
    check: 'Check a saved kit',
    checkNow: 'Check the key',
    fits: 'This is the key Home Assistant uses now.',
    other: "This isn't the key Home Assistant uses now. Download the kit again.",
    untold: "Home Assistant couldn't be asked for its key.",
  },

  account: {
    heading: 'Your Apple Account',
    headingRestore: 'Where are your backups?',
    leadRestore: 'Sign in with the Apple Account whose iCloud Drive has them.',
    signedIn: 'Signed in to iCloud',
    other: 'Use another account',
    toRestore: 'Choose a backup',
  },

  plan: {
    heading: 'Recommended settings',
    lead: 'Change what you like, now or later in the settings.',
    folder: 'Folder in iCloud Drive',
    folderHint: 'A separate folder for your backups. You can see it in Files and Finder.',
    daysHint: 'Older ones move to Recently Deleted for about 30 more days. 0 keeps all of them.',
    more: 'More choices',
    needs: (bytes: number) => `Needs about ${formatBytes(bytes)} in iCloud.`,
    needsUnknown: "We'll know how much space this needs after the first backup.",
    needsAll: 'All backups are kept, so the space used in iCloud grows with each one.',
    going: 'Some backups would be deleted',
    mayGo: 'Backups may be deleted',
  },

  first: {
    heading: 'Start your first backup',
    lead: (backups: number) =>
      backups === 0
        ? 'Home Assistant makes a new backup, and it uploads to iCloud.'
        : `Home Assistant has ${plural(backups, { one: 'backup', other: 'backups' })}. The ones your settings keep upload to iCloud, newest first.`,
    start: 'Start the first backup',
    later: 'Later',
    running: 'The first backup is running',
    runningNote: 'You can close this window. It continues in the background.',
    again: 'Try again',
    failed: 'The first backup failed',
    safe: 'Your first backup is safe in iCloud',
    safeNote: (name: string) => `${name} was checked, uploaded and confirmed.`,
  },

  finished: {
    heading: 'All set. Backups are automatic now',
    headingLater: 'All set. The first backup starts automatically',
    looks: (every: string) =>
      `${every}, this app checks for new backups in Home Assistant, checks each one and uploads it to iCloud.`,
    keeps: (days: number, keep: number) =>
      days === 0
        ? 'Every backup is kept. Nothing is deleted.'
        : `Backups are kept for ${plural(days, { one: 'day', other: 'days' })}; the newest ${plural(keep, { one: 'verified backup is', other: 'verified backups are' })} always kept.`,
    signIn: (day: string) => `Apple asks for a code again around ${day}. We'll remind you a few days before.`,
    quiet: 'You only hear from us when needed.',
    icon: 'The icon shows your backup status.',
    restore: 'To restore, open this app on any computer, or the iCloud Drive folder on your iPhone.',
    emergencyKit:
      'Keep your Home Assistant emergency kit: without its key, nobody, including this app, can open an encrypted backup. A page to print says where it is and how to get your home back.',
    where: {
      darwin: 'The icon is in the menu bar, at the top right.',
      win32: 'The icon is next to the clock. Drag it out of the arrow menu to always see it.',
      linux: 'The icon is in the panel.',
    },
    noTray: "This computer doesn't show the icon: open the app again to show this window.",
    sheet: 'Make a page to print…',
    done: 'Done',
  },
};
