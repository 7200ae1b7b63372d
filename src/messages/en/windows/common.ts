import { formatDuration, formatNumber, formFor } from '../../format.ts';

/** What several windows say. */
export const common = {
  dropHere: 'Drop a backup here to check it',
  product: 'HA iCloud Backup',
  navigation: 'Pages',
  home: 'Home',
  setup: 'Set up',
  restore: 'Restore',
  activity: 'Activity',
  settings: 'Settings',
  version: (version: string): string => `Version ${version}`,
  cancel: 'Cancel',
  cancelling: 'Cancelling…',
  close: 'Close',
  quit: 'Quit',
  done: 'Done',
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  working: 'Working',
  loading: 'Loading…',
  looked: 'Checked again',
  showMore: 'Show more',
  show: 'Show',
  showOf: (title: string): string => `Show: ${title}`,
  more: 'More',
  /** Main is closing, or broken, and cannot say so itself. */
  unreachable: {
    title: 'This window lost its connection to the app',
    cause: "The app has quit, or isn't responding.",
    next: 'Close this window and open it again.',
  },
  broken: "Something went wrong in this window. Your backups aren't affected.",
  reload: 'Reload the page',
  missing: {
    title: "This page couldn't be opened",
    text: "If trying again doesn't help, close this window and open it again. Your backups aren't affected.",
  },
  toGo: (seconds: number): string => `${formatDuration(seconds * 1000)} left`,
};

/** Buttons beside a problem. */
export const cures = {
  reconnect: 'Sign in…',
  approve: 'Ask my devices…',
  'set-up': 'Set up backups',
  settings: 'Open settings',
  'settings-backups': 'Open settings',
  'settings-notifications': 'Open settings',
  'settings-advanced': 'Open settings',
  'back-up': 'Back up now',
  'make-new': 'Make a new one',
  'make-space': 'Make space',
  'try-again': 'Try again',
  'sign-in-home': 'Sign in with Home Assistant',
  'change-address': 'Change the address…',
  'find-home': 'Find it…',
  'use-found': 'Use it…',
  'type-address': 'Change address…',
  'check-connections': 'Check connections…',
  'upload-again': 'Upload again',
  'accept-removal': 'That was me…',
  'home-assistant-backups': 'Open backups in Home Assistant',
  'home-assistant-token': 'Open Home Assistant',
  'home-assistant-kit': 'Open Home Assistant',
  'cloud-folder': 'Show in iCloud Drive',
  'cloud-trash': 'Open Recently Deleted',
  'cloud-web': 'Open icloud.com',
  'apple-account': 'Open Apple Account',
  logs: 'Show log files',
  data: 'Show data folder',
  licences: 'Show licences',
  release: 'Check for a new version',
  'report-problem': 'Report the problem',
  'login-items': 'Open login items',
  'restore-guide': 'Open the guide',
};

/** The question before backups that disappeared from iCloud count as removed by the user. */
export const removal = {
  title: (count: number): string =>
    `Did you remove ${formFor(count, { one: 'this backup', other: `these ${formatNumber(count)} backups` })} from iCloud?`,
  shown: 5,
  more: (count: number): string => `And ${count} more`,
  meaning: (count: number): string =>
    `If so, ${formFor(count, { one: "it isn't", other: "they aren't" })} uploaded again, and deleting old backups resumes.`,
  confirm: (count: number): string =>
    formFor(count, { one: 'I removed it', other: `I removed all ${formatNumber(count)}` }),
};

/** Home Assistant does not answer at its address any more. */
export const movedHome = {
  title: 'Find Home Assistant',
  failed: (url: string) => `It doesn't respond at ${url}.`,
  searching: 'Searching your network for it',
  found: (url: string) => `Found at ${url}`,
  several:
    'More than one address claims to be your Home Assistant. Open each in a browser first, and use only the one you recognize.',
  claims: (name: string, version: string | null) =>
    version === null
      ? `It announces itself as ${name}, with the ID of your Home Assistant.`
      : `It announces itself as ${name}, with the ID of your Home Assistant, and says it is version ${version}.`,
  older: 'You had a newer version before: it may be another Home Assistant, or one that was restored.',
  proven: 'It shows the certificate that you accepted before, so it is yours.',
  unproven:
    "Nothing proves that it is yours: anyone on this network could announce the same. The access token isn't sent there until you use it.",
  clear:
    'This address uses plain http, so anyone on this network could read the access token and the backups. Use it only on your home network, and only if you know this address.',
  none: "It doesn't announce itself at another address on this network. Check that it is on, or enter its new address.",
  use: 'Use it',
  useClear: 'Use it without encryption',
  again: 'Search again',
  address: 'Another address',
  connect: 'Connect',
  kept: 'On your home network, the stored access token is used.',
};
