import type { LogoutResult } from '../../../shared/status.ts';
import { span } from '../span.ts';
import { choices } from './choices.ts';
import { plural } from '../../format.ts';

const older = (hours: number | null): string => {
  if (hours === null) return 'Never: Home Assistant decides';
  return `When the newest is older than ${hours % 24 === 0 ? plural(hours / 24, { one: 'day', other: 'days' }) : plural(hours, { one: 'hour', other: 'hours' })}`;
};

const removedParts: Readonly<Record<LogoutResult['removed'][number], string>> = {
  apple: 'The Apple Account and its password',
  'ha-token': 'The Home Assistant access token',
  'own-token': 'The same token in Home Assistant itself',
  sensors: 'The device in Home Assistant',
  'backup-keys': 'The remembered encryption keys',
  config: 'The iCloud sign-in',
  staging: 'Unfinished uploads',
  settings: 'Cached information about Home Assistant and the backups',
};

export const settings = {
  title: 'Settings',
  loading: 'Loading settings…',
  again: 'Try again',
  older,
  search: 'Search settings',
  found: (cards: number) =>
    cards === 0
      ? 'Nothing found in the settings.'
      : `${plural(cards, { one: 'match', other: 'matches' })} in the settings`,
  sections: {
    label: 'Sections',
    connections: 'Connections',
    backups: 'Backups',
    notifications: 'Notifications',
    advanced: 'Advanced',
  },

  /** After a damaged file. */
  review: {
    confirm: "I've reviewed them",
    confirmed: 'Thank you. The settings apply as shown.',
  },

  connection: {
    heading: 'Home Assistant',
    none: 'No Home Assistant is connected.',
    setUp: 'Set it up',
    connected: (name: string, version: string | null) =>
      version === null ? name : `${name}, Home Assistant ${version}`,
    address: 'Address',
    signInHint:
      "Home Assistant's own page opens in your browser, and gives this app a new token of its own. Sign in as an administrator; this app never sees your password.",
    token: 'Or paste a new access token',
    tokenHint: 'Leave empty to keep the stored one.',
    connect: 'Reconnect',
  },

  account: {
    heading: 'iCloud account',
    none: 'Not signed in to iCloud.',
    signIn: 'Sign in',
    over: (day: string) => `The sign-in was valid until about ${day}. Apple may ask for a code at any time.`,
    left: (days: number, day: string) =>
      `${days === 0 ? 'Less than a day' : plural(days, { one: 'day', other: 'days' })} left: Apple asks for a code again around ${day}.`,
    again: 'Sign in again',
    other: 'Use another account',
    otherNote: 'Backups in the current account stay there.',
    underWay: 'Sign-in in progress.',
    goOn: 'Continue',
    signOut: 'Sign out…',
    show: 'Open iCloud Drive',
    folder: 'Folder in iCloud Drive',
    folderSave: 'Change folder',
  },

  doctor: {
    heading: 'Check connections',
    lead: 'Goes over everything a backup needs, from this computer to Home Assistant and iCloud, and says what is broken first. Changes nothing.',
    start: 'Check now',
    again: 'Check again',
    checking: 'Checking',
    /** `today 14:05`. */
    madeAt: (when: string) => `Checked ${when}`,
    /** Read out. */
    done: (broken: number, warnings: number, isWhole: boolean) =>
      broken === 0 && warnings === 0
        ? isWhole
          ? 'All is well.'
          : 'Everything that was checked is fine.'
        : `${[
            ...(broken === 0 ? [] : [plural(broken, { one: 'thing is broken', other: 'things are broken' })]),
            ...(warnings === 0 ? [] : [plural(warnings, { one: 'warning', other: 'warnings' })]),
          ].join(', ')}.`,
    first: 'Fix this first',
    marks: { ok: 'OK', warning: 'Warning', broken: 'Broken', 'not-asked': 'Not checked' },
    askApple: 'Check iCloud, too',
    askAppleNote:
      'Signs in to iCloud with what is stored here, looks at the folder, and stores and deletes a small file. No code is sent.',
    copy: 'Copy',
    copyNote: 'Without names, addresses and passwords: fit for a forum.',
    copied: 'Copied, without names, addresses and passwords.',
    list: 'What was checked',
  },

  schedule: {
    heading: 'Schedule',
    paused: (until: string) => `Paused until ${until}.`,
    resume: 'Resume now',
  },

  retention: {
    heading: 'How long backups are kept',
    undo: 'Undo',
    undoHint: 'Not saved yet: check what would be deleted.',
  },

  bandwidth: {
    heading: 'Speed',
    none: 'None',
    preset: (mebibytes: string) => `About ${mebibytes} MB/s`,
    other: 'Another speed, or a schedule',
    rule: 'Speed or schedule',
    ruleHint: 'For example 2M (about 2 MB/s), or 08:00,512k 23:00,off (slow from 8:00 to 23:00).',
  },

  notifications: {
    heading: 'On this computer',
    system: {
      darwin: 'If none appear, allow them in System Settings > Notifications.',
      win32: 'If none appear, allow them in Settings > System > Notifications, and turn off Do not disturb.',
      linux: 'If none appear, check the notification settings of your desktop.',
    },
  },

  sensors: {
    heading: 'In Home Assistant',
    waiting: 'The device appears there in a moment.',
    told: (device: string, when: string) => `Shown there as "${device}". Last updated: ${when}.`,
    trouble: "Home Assistant couldn't be updated just now.",
    kept: "We'll keep trying.",
  },

  alarm: {
    heading: 'Alarm',
    lead: 'Home Assistant runs all the time. It can tell your phone when there has been no new backup in iCloud for a while, even when this computer is off, broken or stolen.',
    make: 'Make an alarm…',
    change: 'Change…',
    test: 'Send a test',
    remove: 'Remove',
    confirm: 'Make the alarm',
    confirmChange: 'Update the alarm',
    after: (minutes: number) => `${span(minutes)} without a new backup`,
    sounds: (minutes: number, notify: readonly string[]) =>
      `after ${span(minutes)} without a new backup, to ${notify.join(', ')}`,
    states: {
      off: (choice: string) => `Off. When it is on, it sounds ${choice}.`,
      waiting: (choice: string) => `Home Assistant gets the alarm in a moment. It will sound ${choice}.`,
      on: (choice: string) => `Home Assistant sounds an alarm ${choice}.`,
      'by-hand': (choice: string) => `The alarm needs you. It will sound ${choice}.`,
    },
    looking: 'Asking Home Assistant whom it can tell',
    services: 'Phones with the Home Assistant app begin with "mobile_app".',
    noServices: 'Home Assistant can tell nobody yet. Install its app on a phone and sign in there.',
    nobody: 'Choose whom to tell.',
    tested: (names: readonly string[]) => `A test was sent to ${names.join(', ')}.`,
    byHand:
      'Home Assistant takes no automations from other programs here, because they are all in files. Add this to the file with your automations, then reload automations:',
    text: 'The automation',
    copy: 'Copy the automation',
    copied: 'Copied.',
  },

  phoneCode: {
    heading: "Apple's code on your phone",
    lead: 'A week before Apple wants a new code, and when the sign-in has ended, Home Assistant can ask on your phone whether to renew it. Apple sends its code only after you tap; you type it into the notification.',
    choose: 'Choose phones…',
    change: 'Change phones…',
    off: 'Stop asking on phones',
    confirm: 'Allow on these phones',
    on: (names: readonly string[]) => `Can be renewed on ${names.join(', ')}.`,
    looking: 'Asking Home Assistant which phones it has',
    phones: 'Choose only phones that are yours.',
    noPhones: 'Home Assistant has no phone yet. Install its app on yours and sign in there.',
    told: "On its way, the code is for a moment on Home Assistant's event bus and in its history, where administrators can see it. It works once and is worthless afterwards. Your Apple Account's password never leaves this computer.",
    nobody: 'Choose a phone.',
  },

  computer: {
    heading: 'This computer',
  },

  updates: {
    available: (version: string) => `Version ${version} is available.`,
    open: 'Open the download page',
  },

  others: {
    heading: 'Other computers',
    lead: 'Each computer deletes only the old backups it uploaded itself. If you no longer use a computer, take over its backups; otherwise they stay in iCloud forever.',
    copies: (copies: number, newest: string) =>
      `${plural(copies, { one: 'backup', other: 'backups' })}, the newest from ${newest}`,
    noCopies: 'No backups at the moment.',
    /** With the first digits of its id. */
    nameless: (tag: string) => `Computer ${tag}`,
    earlier: (name: string) => `${name} (before it was set up again)`,
    adopted: 'Taken over: this computer deletes its old backups.',
    adopt: 'Take over…',
    adoptOf: (name: string) => `Take over the backups of ${name}…`,
    release: 'Stop deleting',
    releaseOf: (name: string) => `Stop deleting old backups of ${name}`,
    title: (name: string) => `Take over the backups of ${name}?`,
    meaning: (name: string) =>
      `From then on, this computer also deletes the old backups of ${name}. Do this when ${name} no longer backs up.`,
    confirm: 'Take over',
    confirmGoing: (going: number) => `Take over, and ${choices.retention.moves(going)}`,
  },

  login: {
    unsupported: "This system doesn't let apps do that. Add this app to the system's list of startup programs.",
    refused: {
      darwin: "macOS doesn't allow it yet. Turn this app on in System Settings > General > Login Items.",
      win32: 'Windows has turned it off. Turn this app on in Task Manager > Startup apps.',
      linux: "Couldn't be turned on. Check the system's list of startup programs.",
    },
    open: { darwin: 'Open Login Items', win32: 'Open Startup apps', linux: 'Open the system settings' },
  },

  network: {
    heading: 'Network',
    noFile: 'None',
    choose: 'Choose a file…',
    clear: 'Remove',
    clearFile: 'Remove the certificate',
  },

  secrets: {
    heading: 'Where passwords are kept',
    none: 'Nothing is stored yet.',
    fallback:
      'This computer had no keychain when the app was set up. To move them into one, remove this app from the computer below and set it up again.',
    never: 'They are never in settings, logs or diagnostics.',
  },

  about: {
    heading: 'About HA iCloud Backup',
    parts: {
      app: 'HA iCloud Backup',
      electron: 'Electron',
      chromium: 'Chromium',
      node: 'Node.js',
      rclone: 'rclone',
      system: 'System',
    },
    licence:
      'Free software under the MIT licence. Not made or endorsed by Apple or by Home Assistant. The licences of everything that it contains come with the app.',
    copy: 'Copy versions',
    copied: 'Copied.',
  },

  remove: {
    heading: 'Remove from this computer',
    lead: 'Deletes the passwords, tokens and sign-ins that this app keeps here. Your backups in iCloud are kept.',
    open: 'Remove from this computer…',
    title: { all: 'Remove from this computer?', apple: 'Sign out of iCloud?' },
    goes: 'Deleted',
    parts: {
      all: [
        'The iCloud sign-in and the Apple password',
        'The Home Assistant access token stored here',
        'Encryption keys that you had remembered',
        'Unfinished uploads',
        'Cached information about Home Assistant and the backups',
        'The login item',
      ],
      apple: ['The iCloud sign-in', 'The Apple Account and its password'],
    },
    stays: 'Kept',
    stay: (folder: string | null) =>
      `Every backup in iCloud${folder === null ? '' : ` (folder ${folder})`} and in Home Assistant`,
    stayToo: {
      all: [
        'The token in Home Assistant itself, until you delete it there in your profile, under Security',
        'Your settings, the history and the logs',
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
    token: 'The token still exists in Home Assistant: delete it there in your profile, under Security.',
    close: 'Close',
  },
};
