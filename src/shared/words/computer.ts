import type { ErrorCode } from '../error-codes.ts';
import type { ErrorFacts } from '../error-facts.ts';
import { settingName } from './settings.ts';
import { bytesOf, numberOf, textOf, when, type ProblemTemplate } from './template.ts';

type Code = Extract<ErrorCode, `${'rclone' | 'disk' | 'secrets' | 'settings'}.${string}`>;

const where = (facts: ErrorFacts): string => when(textOf(facts, 'path'), (path) => ` (${path})`);

const fieldOf = (facts: ErrorFacts): string | undefined => {
  const field = textOf(facts, 'field') ?? textOf(facts, 'setting');
  return field === undefined ? undefined : settingName(field);
};

/** `everything`, or fields with commas between them. */
const lostFields = (lost: string): string =>
  lost === 'everything' ? 'all of it' : lost.split(', ').map(settingName).join(', ');

const isEnvironment = (facts: ErrorFacts): boolean => textOf(facts, 'store') === 'environment';

const isTooLong = (facts: ErrorFacts): boolean => textOf(facts, 'reason') === 'too long';

/** `neededBytes` includes the gigabyte that is always left for everything else. */
const diskSpace = (facts: ErrorFacts): string => {
  const [needed, free] = [bytesOf(facts, 'neededBytes'), bytesOf(facts, 'freeBytes')];
  if (needed === undefined) return 'There is no room left on the disk.';
  return `The backup needs ${needed} on the disk, with some to spare for everything else${when(free, (known) => `; ${known} are free`)}.`;
};

/** Why an address cannot be one (core/home-assistant/address.ts). */
const addressProblems: Readonly<Record<string, string>> = {
  empty: 'is missing',
  'not-an-address': 'is not an address',
  scheme: 'has to begin with http:// or https://',
  host: 'has no usable name or number of a computer',
  port: 'has a port that does not exist',
};

export const computerWords = {
  'rclone.missing': {
    title: 'A part of this app is missing',
    cause: (facts) => `The program rclone, which speaks to iCloud, is not where it should be${where(facts)}.`,
    next: 'Install this app again. From the source, run: npm run rclone:fetch. A virus scanner may also have taken it away.',
  },
  'rclone.untrusted': {
    title: 'A part of this app was changed',
    cause: (facts) => `The program rclone is not the one that this app was made with${where(facts)}, so it is not run.`,
    next: 'Install this app again. From the source, run: npm run rclone:fetch.',
  },
  'rclone.too-old': {
    title: 'The chosen rclone is too old',
    cause: (facts) =>
      `${when(textOf(facts, 'found'), (found) => `It is ${found}. `)}Version ${textOf(facts, 'needed') ?? '1.75.2'} or newer is needed for iCloud.`,
    next: 'Remove the variable HA_ICLOUD_BACKUP_RCLONE to use the one that comes with this app, or point it to a newer one.',
  },
  'rclone.config-unreadable': {
    title: 'The stored iCloud sign-in cannot be opened',
    cause: 'It is encrypted, and the key that this computer holds does not fit.',
    next: 'Sign in to iCloud again. The backups in iCloud Drive are not affected.',
  },
  'rclone.usage': {
    title: 'A fault in this app',
    cause: 'It called rclone in a way that rclone does not understand.',
    next: 'Update this app, and report the problem with the log.',
  },
  'rclone.failed': {
    title: 'The connection to iCloud ended unexpectedly',
    cause: 'The program rclone stopped without a reason that is known.',
    next: 'It is tried again by itself. If it stays so, report the problem with the log.',
  },
  'disk.full': {
    title: 'Not enough space on this computer',
    cause: diskSpace,
    next: 'Make room on the disk. It goes on by itself then.',
  },
  'disk.failed': {
    title: 'A file on this computer could not be written or read',
    cause: (facts) =>
      `The system refused it${when(textOf(facts, 'system'), (system) => ` (${system})`)}${where(facts)}.`,
    next: 'Check that the disk is all right and that you may write to this place. It is tried again by itself.',
  },
  'secrets.locked': {
    title: 'The keychain is locked',
    cause: 'Passwords and tokens are kept there, and without them nothing can run.',
    next: 'Unlock the keychain, or answer the question that the system shows. It goes on by itself then.',
  },
  'secrets.denied': {
    title: 'No access to the stored passwords',
    cause: (facts) => {
      if (isTooLong(facts)) return 'What is to be kept is longer than the keychain of this system takes.';
      return isEnvironment(facts)
        ? `They come from the environment${when(textOf(facts, 'variable'), (name) => ` (${name})`)} and cannot be changed from here.`
        : 'The keychain refused, or somebody chose Deny when the system asked.';
    },
    next: (facts) => {
      if (isTooLong(facts)) return 'Check that the token and the password were entered once, and nothing beside them.';
      return isEnvironment(facts)
        ? 'Change the variable where this program is started, then start it again.'
        : 'Try again and allow the access. On a Mac, look at the item "HA iCloud Backup" in Keychain Access.';
    },
  },
  'secrets.missing': {
    title: 'A stored password is gone',
    cause: (facts) =>
      `The ${textOf(facts, 'what') ?? 'password or token'} should be in ${isEnvironment(facts) ? 'the environment' : 'the keychain'}, but is not there any more.`,
    next: (facts) =>
      isEnvironment(facts)
        ? 'Set HA_ICLOUD_BACKUP_CONFIG_KEY and the other variables where this program is started, then start it again.'
        : 'Enter it again: the access token of Home Assistant, or the sign-in to iCloud. The backups are not affected.',
  },
  'secrets.token-missing': {
    title: 'The access token is gone',
    cause: 'The access token of Home Assistant was stored on this computer, but is not there any more.',
    next: 'Connect to Home Assistant again with an access token. The backups and the sign-in to iCloud are not affected.',
  },
  'secrets.unavailable': {
    title: 'This computer offers no keychain',
    cause:
      'Passwords are never kept in a plain file, and the system offers no safe place for them here, or it cannot be used right now.',
    next: 'On Linux, install and start gnome-keyring or KWallet and unlock it. On a server, set HA_ICLOUD_BACKUP_CONFIG_KEY and the other variables that the README names.',
  },
  'settings.not-set-up': {
    title: 'Not set up yet',
    cause: 'No Home Assistant is known yet.',
    next: 'Set it up: enter the address of Home Assistant and an access token.',
  },
  'settings.broken': {
    title: 'The settings could not be read',
    cause: (facts) =>
      `The file was damaged${when(textOf(facts, 'lost'), (lost) => `; lost: ${lostFields(lost)}`)}.${when(textOf(facts, 'kept'), (kept) => ` It was kept as ${kept}.`)} What could not be read has a careful value now: where it matters, nothing is deleted and nothing unencrypted is uploaded.`,
    next: 'Look through the settings and put them right.',
  },
  'settings.newer': {
    title: 'The settings belong to a newer version',
    cause: (facts) => {
      const [found, known] = [numberOf(facts, 'found'), numberOf(facts, 'known')];
      const versions = found === undefined || known === undefined ? '' : ` (form ${found}, known is ${known})`;
      return `A newer version of this app wrote them${versions}. They were left as they are.`;
    },
    next: 'Update this app.',
  },
  'settings.invalid': {
    title: 'A setting is not right',
    cause: (facts) => {
      const field = fieldOf(facts);
      const problem = textOf(facts, 'problem') ?? addressProblems[textOf(facts, 'reason') ?? ''];
      if (field === undefined) return 'A value cannot be used.';
      return `The ${field} ${problem ?? 'cannot be used as it is'}.`;
    },
    next: 'Correct it. Until then everything stays as it is.',
  },
} as const satisfies Record<Code, ProblemTemplate>;
