import type { LogoutResult } from '../../status.ts';
import { plural } from '../format.ts';
import { choicesWords } from './choices.ts';

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
  loading: 'Reading the settings',
  again: 'Try again',
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
  },

  account: {
    heading: 'iCloud account',
    none: 'Not signed in to iCloud.',
    signIn: 'Sign in',
    over: (day: string) => `The sign-in was good until about ${day}. Apple may ask for a code any time.`,
    left: (days: number, day: string) =>
      `${days === 0 ? 'Less than a day' : plural(days, 'day')} left: around ${day} Apple asks for a code again.`,
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
    heading: 'How long copies stay',
    daysHint: 'Counted from the upload. 0 keeps all.',
    undo: 'Leave it as it was',
    undoHint: 'Not saved yet: look at what would go.',
  },

  bandwidth: {
    heading: 'Speed',
    limit: 'Speed limit',
    none: 'None',
    preset: (mebibytes: string) => `About ${mebibytes} MB/s`,
    other: 'Another speed, or a timetable',
    rule: 'Speed or timetable',
    ruleHint: 'For example 2M (about 2 MB/s), or 08:00,512k 23:00,off (slow from 8:00 to 23:00).',
    hint: 'For transfers to and from iCloud.',
  },

  notifications: {
    heading: 'Notifications',
    problems: 'When something needs me',
    problemsHint: 'One for each cause. It goes away when the cause does.',
    signIn: 'Before iCloud needs a code again',
    signInHint: 'About 9, 4 and 1 days before, and when it is due.',
    success: 'After every backup',
  },

  computer: {
    heading: 'This computer',
    name: 'Name',
    nameHint: 'Written on the copies that it stores. Other computers show it beside them.',
  },

  others: {
    heading: 'Other computers',
    lead: 'Each computer deletes only the old copies that it stored itself. If a computer is no longer in use, take over its copies; otherwise they stay in iCloud forever.',
    copies: (copies: number, newest: string) => `${plural(copies, 'copy', 'copies')}, the newest from ${newest}`,
    noCopies: 'No copies at present.',
    /** With the first digits of its id. */
    nameless: (tag: string) => `Computer ${tag}`,
    earlier: (name: string) => `${name} (before it was set up again)`,
    adopted: 'Taken over: this computer deletes them when they are old.',
    adopt: 'Take over…',
    adoptOf: (name: string) => `Take over the copies of ${name}…`,
    release: 'Stop deleting',
    releaseOf: (name: string) => `Stop deleting old copies of ${name}`,
    title: (name: string) => `Take over the copies of ${name}?`,
    meaning: (name: string) =>
      `From then on this computer deletes the old copies of ${name}, too. Good when ${name} no longer backs up.`,
    confirm: 'Take over',
    confirmGoing: (going: number) => `Take over, and ${choicesWords.retention.moves(going)}`,
  },

  login: {
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
    caFile: 'Certificate to trust',
    caFileHint: 'For a proxy or Home Assistant with certificates of your own (PEM).',
    noFile: 'None',
    choose: 'Choose a file…',
    clear: 'Remove',
    clearFile: 'Remove the certificate',
  },

  secrets: {
    heading: 'Where passwords are kept',
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
