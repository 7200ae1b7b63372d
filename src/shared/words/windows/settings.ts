import type { LogoutResult } from '../../status.ts';
import { formatDuration, plural } from '../format.ts';

const minuteMs = 60_000;

const every = (minutes: number): string =>
  minutes === 60 ? 'Every hour' : minutes === 1440 ? 'Once a day' : `Every ${formatDuration(minutes * minuteMs)}`;

const older = (hours: number | null): string => {
  if (hours === null) return 'Never: Home Assistant decides';
  return `When the newest is older than ${hours % 24 === 0 ? plural(hours / 24, 'day') : plural(hours, 'hour')}`;
};

const removedParts: Readonly<Record<LogoutResult['removed'][number], string>> = {
  apple: 'The Apple account and its password',
  'ha-token': 'The access token of Home Assistant',
  config: 'The sign-in to iCloud',
  staging: 'Files on their way to iCloud',
  settings: 'What was remembered of Home Assistant and of the copies',
};

export const settingsWords = {
  title: 'Settings',
  saved: 'Saved',
  loading: 'Reading the settings',
  again: 'Try again',
  every,
  older,

  connection: {
    heading: 'Connection',
    none: 'No Home Assistant is connected.',
    setUp: 'Set it up',
    connected: (name: string, version: string | null) =>
      version === null ? name : `${name}, Home Assistant ${version}`,
    address: 'Address',
    token: 'New access token',
    tokenHint: 'Leave empty to keep the stored one.',
    connect: 'Connect again',
    connecting: 'Connecting to Home Assistant',
  },

  account: {
    heading: 'iCloud account',
    none: 'Not signed in to iCloud.',
    signIn: 'Sign in',
    account: 'Apple account',
    left: (days: number, day: string) =>
      days < 0
        ? `Apple wants a code again since ${day}.`
        : days === 0
          ? 'Apple wants a code again today.'
          : `${plural(days, 'day')} left: around ${day} Apple asks for a code again.`,
    again: 'Sign in again',
    other: 'Use another account',
    otherNote: 'The copies in the iCloud Drive of the account so far stay there.',
    underWay: 'A sign-in is under way.',
    goOn: 'Go on',
    signOut: 'Sign out…',
    show: 'Open iCloud Drive',
    folder: 'Folder in iCloud Drive',
    folderSave: 'Change folder',
  },

  schedule: {
    heading: 'Schedule',
    look: 'Look for new backups',
    lookHint: 'In between, the app hears from Home Assistant when a backup is done.',
    create: 'Ask Home Assistant for a backup',
    createHint: 'Only for a Home Assistant whose own automatic backups are off or rare.',
    encrypted: 'Upload encrypted backups only',
    encryptedHint: 'Others are left alone and named on the home page.',
    battery: 'Pause on battery',
    batteryHint: 'Goes on when the computer is plugged in.',
    paused: (until: string) => `Paused until ${until}.`,
    resume: 'Resume now',
  },

  retention: {
    heading: 'Retention',
    days: 'Keep copies for',
    daysUnit: 'days',
    daysHint: 'Counted from the day a copy was confirmed. 0 keeps all.',
    keep: 'Always keep the newest',
    keepUnit: 'verified copies',
    keepHint: 'Whatever their age.',
    preview: 'What this would do now',
    looking: 'Working it out',
    nothing: (kept: number) =>
      kept === 0 ? 'There are no copies in iCloud yet.' : `Nothing would go. ${plural(kept, 'copy', 'copies')} stay.`,
    some: (going: number, kept: number) =>
      `${plural(going, 'copy', 'copies')} would go to Recently Deleted, ${kept} ${kept === 1 ? 'stays' : 'stay'}.`,
    later: (count: number) => `${plural(count, 'more copy', 'more copies')} would go over the next days.`,
    more: (count: number) => `and ${count} more`,
    dateOf: (name: string, date: string) => `${name}, ${date}`,
    unknown: 'What is in iCloud is not known yet. The next look for new backups finds it out.',
    confirmUnknown: 'Save without seeing what goes',
    confirm: (going: number) => `Save, and let ${plural(going, 'copy', 'copies')} go`,
    undo: 'Leave it as it was',
    undoHint: 'Not saved yet: look at what would go.',
  },

  bandwidth: {
    heading: 'Bandwidth',
    limit: 'Speed limit',
    none: 'None',
    preset: (mebibytes: string) => `About ${mebibytes} MB/s`,
    other: 'Another speed, or a timetable',
    rule: 'Rule',
    ruleHint: 'A speed such as 2M, or a timetable such as 08:00,512k 23:00,off',
    hint: 'For transfers to and from iCloud.',
  },

  notifications: {
    heading: 'Notifications',
    problems: 'When something needs me',
    problemsHint: 'One for each cause. It goes away when the cause does.',
    signIn: 'Before iCloud needs a code again',
    signInHint: 'On days 21, 26 and 29.',
    success: 'After every backup',
  },

  login: {
    heading: 'Launch at login',
    label: 'Start with this computer',
    hint: 'Runs quietly in the background, so that no backup is missed.',
    unsupported: 'This system does not let apps do that. Add this app to its list of programs that start with it.',
    refused: {
      darwin: 'macOS does not allow it yet. Turn this app on under System Settings > General > Login Items.',
      win32: 'Windows has turned it off. Turn this app on in the Task Manager under Startup apps.',
      linux: 'The system did not take it. Look at its list of programs that start with it.',
    },
    open: { darwin: 'Open Login Items', win32: 'Open Startup apps', linux: 'Open the system settings' },
  },

  network: {
    heading: 'Network',
    proxy: 'Proxy for iCloud',
    proxyHint: 'For example http://proxy.example.org:3128. Empty: as the system says.',
    caFile: 'CA file',
    caFileHint: 'For a proxy or a Home Assistant whose certificate comes from an authority of your own.',
    noFile: 'None',
    choose: 'Choose…',
    clearFile: 'Remove the CA file',
  },

  secrets: {
    heading: 'Where secrets are held',
    text: (where: string) => `Access token, Apple password and keys are ${where}.`,
    none: 'Nothing is stored yet.',
    fallback:
      'This computer offered no keychain when the app was set up. To move them into one, remove this app from the computer below and set it up again.',
    never: 'They are never in settings, logs or diagnostics.',
  },

  remove: {
    heading: 'Remove from this computer',
    lead: 'Takes away the passwords, tokens and sign-ins that this app holds here. The copies in iCloud Drive stay.',
    open: 'Remove from this computer…',
    title: { all: 'Remove from this computer?', apple: 'Sign out of iCloud?' },
    goes: 'What goes',
    parts: {
      all: [
        'The sign-in to iCloud and the Apple password',
        'The access token of Home Assistant, as it is stored here',
        'Files on their way to iCloud',
        'What was remembered of Home Assistant and of the copies',
        'The start with this computer',
      ],
      apple: ['The sign-in to iCloud', 'The Apple account and its password'],
    },
    stays: 'What stays',
    stay: (folder: string | null) =>
      `Every copy in iCloud Drive${folder === null ? '' : `, in the folder ${folder}`}, and every backup in Home Assistant`,
    stayToo: {
      all: [
        'The token in Home Assistant itself, until you delete it there in your profile under Security',
        'Your choices in the settings, the history and the logs',
      ],
      apple: ['The connection to Home Assistant, the settings, the history and the logs'],
    },
    confirm: { all: 'Remove', apple: 'Sign out' },
    working: 'Removing',
    cancel: 'Cancel',
    done: { all: 'Removed from this computer', apple: 'Signed out of iCloud' },
    doneInPart: 'Not everything could be removed',
    removed: removedParts,
    kept: (what: string) => `Kept: ${what}`,
    token: 'The token is still in Home Assistant: delete it there in your profile under Security.',
    close: 'Close',
  },
} as const;
