import type { ErrorCode } from '../../shared/error-codes.ts';
import { settingNameIn } from '../setting-name.ts';
import { desktopSetting, otherFields, setting } from './settings.ts';
import { bytesOf, numberOf, textOf, when, type Numbers, type Texts, type WordsFor } from '../template.ts';

const settingName = settingNameIn({ setting, desktopSetting, otherFields });

type Code = Extract<ErrorCode, `app.${string}` | `${'app' | 'rclone' | 'disk' | 'secrets' | 'settings'}.${string}`>;

const where = (facts: Texts<'path'>): string => when(textOf(facts, 'path'), (path) => ` (${path})`);

const fieldOf = (facts: Texts<'field' | 'setting'>): string | undefined => {
  const field = textOf(facts, 'field') ?? textOf(facts, 'setting');
  return field === undefined ? undefined : settingName(field);
};

const lostOf = (facts: Texts<'lost'>): readonly string[] => textOf(facts, 'lost')?.split(', ') ?? [];

const isAllLost = (facts: Texts<'lost'>): boolean => lostOf(facts).includes('everything');

const lostFields = (facts: Texts<'lost'>): string => {
  if (isAllLost(facts)) return ' and could not be read';
  const lost = lostOf(facts).map(settingName);
  return lost.length === 0 ? '' : `; lost: ${lost.join(', ')}`;
};

/** What stands in for what was lost, where the usual value could cost something (core/settings/repair.ts). */
const careful = (facts: Texts<'lost'>): string => {
  const isLost = (field: RegExp): boolean => isAllLost(facts) || lostOf(facts).some((name) => field.test(name));
  const held = [
    ...(isLost(/^retention/) ? ['no old backup is deleted'] : []),
    ...(isLost(/^requireProtected$/) ? ['nothing unencrypted is uploaded'] : []),
  ];
  return held.length === 0 ? '' : ` To be safe, ${held.join(' and ')} until you have chosen.`;
};

const isEnvironment = (facts: Texts<'store'>): boolean => textOf(facts, 'store') === 'environment';

const isTooLong = (facts: Texts<'reason'>): boolean => textOf(facts, 'reason') === 'too long';

/** `neededBytes` includes the gigabyte that is always left for everything else. */
const diskSpace = (facts: Numbers<'neededBytes' | 'freeBytes'>): string => {
  const [needed, free] = [bytesOf(facts, 'neededBytes'), bytesOf(facts, 'freeBytes')];
  if (needed === undefined) return 'There is no space left on the disk.';
  return `The backup needs ${needed} on the disk, with some to spare for everything else${when(free, (known) => `; ${known} is free`)}.`;
};

/** Why an address cannot be one (core/home-assistant/address.ts). */
const addressProblems: Readonly<Record<string, string>> = {
  empty: 'is missing',
  'not-an-address': 'is not an address',
  scheme: 'has to start with http:// or https://',
  host: "doesn't contain a usable host name or IP address",
  port: "has a port that doesn't exist",
};

export const computerProblems = {
  'rclone.missing': {
    title: 'Part of this app is missing',
    cause: (facts) => `The program rclone, which connects to iCloud, isn't where it should be${where(facts)}.`,
    next: 'Install this app again. From the source, run: npm run rclone:fetch. Antivirus software may have removed it.',
  },
  'rclone.untrusted': {
    title: 'Part of this app was modified',
    cause: (facts) =>
      facts.reason === 'writable by everybody'
        ? `Any user of this computer could replace rclone with another program${where(facts)}, so it won't be run.`
        : `The program rclone isn't the one that came with this app${where(facts)}, so it won't be run.`,
    next: 'Install this app again. From the source, run: npm run rclone:fetch.',
  },
  'rclone.too-old': {
    title: 'The chosen rclone is too old',
    cause: (facts) =>
      `${when(textOf(facts, 'found'), (found) => `It is version ${found}. `)}iCloud needs version ${textOf(facts, 'needed') ?? '1.75.2'} or newer.`,
    next: 'Remove the variable HA_ICLOUD_BACKUP_RCLONE to use the one that comes with this app, or point it at a newer one.',
  },
  'rclone.config-unreadable': {
    title: "The stored iCloud sign-in can't be opened",
    cause: "It is encrypted, and this computer's key doesn't match.",
    next: "Sign in to iCloud again. Your backups in iCloud aren't affected.",
  },
  'rclone.usage': {
    title: 'A bug in this app',
    cause: "It ran rclone in a way that rclone doesn't understand.",
    next: 'Update this app, and report the problem with the log.',
  },
  'rclone.failed': {
    title: 'The connection to iCloud ended unexpectedly',
    cause: 'The program rclone stopped for an unknown reason.',
    next: "We'll keep trying. If this keeps happening, report the problem with the log.",
  },
  'disk.full': {
    title: 'Not enough space on this computer',
    cause: diskSpace,
    next: 'Free up space; backups then resume.',
  },
  'disk.failed': {
    title: "A file on this computer couldn't be written or read",
    cause: (facts) =>
      `The system refused it${when(textOf(facts, 'system'), (system) => ` (${system})`)}${where(facts)}.`,
    next: "Check that the disk works and that you may write there. We'll keep trying.",
  },
  'app.not-at-login': {
    title: "The app doesn't open at login",
    cause: (facts) =>
      facts.refused === true
        ? 'It is set to, but the system has it turned off. After a restart there are no backups until you open it.'
        : 'After a restart there are no backups until you open it.',
    next: 'Turn on Open at login in the settings of this app. If it turns itself off again, allow the app in the login items of the system.',
  },
  'secrets.locked': {
    title: 'The keychain is locked',
    cause: 'Passwords and tokens are kept there, and nothing can run without them.',
    next: 'Unlock the keychain or answer its prompt; backups then resume.',
  },
  'secrets.denied': {
    title: 'No access to the stored passwords',
    cause: (facts) => {
      if (isTooLong(facts)) return 'The password or token is too long for this keychain.';
      return isEnvironment(facts)
        ? `They come from the environment${when(textOf(facts, 'variable'), (name) => ` (${name})`)} and can't be changed from here.`
        : 'The keychain refused, or someone chose Deny when the system asked.';
    },
    next: (facts) => {
      if (isTooLong(facts)) return 'Enter only the token or password, once.';
      return isEnvironment(facts)
        ? 'Change the variable where this program is started, then start it again.'
        : 'Try again and allow access. On a Mac, check the item "HA iCloud Backup" in Keychain Access.';
    },
  },
  'secrets.missing': {
    title: 'A stored password is gone',
    cause: (facts) =>
      `The ${textOf(facts, 'what') ?? 'password or token'} should be in ${isEnvironment(facts) ? 'the environment' : 'the keychain'}, but isn't there any more.`,
    next: (facts) =>
      isEnvironment(facts)
        ? 'Set HA_ICLOUD_BACKUP_CONFIG_KEY and the other variables where this program is started, then start it again.'
        : "Enter the Home Assistant access token again, or sign in to iCloud again. Your backups aren't affected.",
  },
  'secrets.token-missing': {
    title: 'The access token is gone',
    cause: "The Home Assistant access token was stored on this computer, but isn't there any more.",
    next: "In the settings here, sign in with Home Assistant again, or paste a new access token. Your backups and the iCloud sign-in aren't affected.",
  },
  'secrets.unavailable': {
    title: 'No keychain available',
    cause:
      "Passwords are never kept in a plain file, and the system has no safe place for them, or it can't be used right now.",
    next: 'On Linux, install and start gnome-keyring or KWallet and unlock it. On a server, set HA_ICLOUD_BACKUP_CONFIG_KEY and the other variables that the README names.',
  },
  'secrets.key-short': {
    title: 'The key in HA_ICLOUD_BACKUP_CONFIG_KEY is too short',
    cause: 'It encrypts the stored iCloud sign-in, and with fewer than 32 characters it could be guessed.',
    next: 'Set it to the output of: openssl rand -hex 32. Then start again. If a sign-in was stored with the old key, sign in to iCloud again.',
  },
  'settings.not-set-up': {
    title: 'Not set up yet',
    cause: "Home Assistant isn't connected yet.",
    next: 'Set it up: enter the address of Home Assistant and an access token.',
  },
  'settings.broken': {
    title: (facts) => (isAllLost(facts) ? 'The settings were lost' : 'Some settings were lost'),
    cause: (facts) =>
      `The settings file was damaged${lostFields(facts)}.${when(textOf(facts, 'kept'), (kept) => ` A copy of it was kept as ${kept}.`)}${careful(facts)}`,
    next: "Review your settings and set what was lost again. Then confirm that you've reviewed them.",
  },
  'settings.newer': {
    title: 'The settings belong to a newer version',
    cause: (facts) => {
      const [found, known] = [numberOf(facts, 'found'), numberOf(facts, 'known')];
      const versions =
        found === undefined || known === undefined ? '' : ` (settings format ${found}; this version knows ${known})`;
      return `A newer version of this app wrote them${versions}. They weren't changed.`;
    },
    next: 'Update this app.',
  },
  'settings.invalid': {
    title: "A setting can't be used",
    cause: (facts) => {
      const field = fieldOf(facts);
      const problem = textOf(facts, 'problem') ?? addressProblems[textOf(facts, 'reason') ?? ''];
      if (field === undefined) return "The value can't be used.";
      return `The ${field} ${problem ?? "can't be used as it is"}.`;
    },
    next: 'Correct it. Nothing has changed yet.',
  },
} satisfies WordsFor<Code>;
