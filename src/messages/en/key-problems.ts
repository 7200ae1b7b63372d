import type { ErrorCode } from '../../shared/error-codes.ts';
import type { keyProblems as entries } from '../../shared/problems/keys.ts';
import { momentOf, numberOf, type WordsFor } from '../template.ts';

type Code = Extract<ErrorCode, keyof typeof entries>;

export const keyProblems = {
  'keys.not-a-kit': {
    title: "There's no key in this file",
    cause: (facts) =>
      numberOf(facts, 'bytes') === undefined
        ? 'An emergency kit is a text file with the key on a line of its own: seven groups of four letters and digits, with dashes between them.'
        : "It's far too big for an emergency kit, which is a short text file.",
    next: 'Choose the file that Home Assistant saved: its name begins with home_assistant_backup_emergency_kit. You can also type the key.',
  },
  'keys.too-many': {
    title: 'No more keys can be remembered',
    cause: (facts) => `${numberOf(facts, 'limit') ?? 'Enough'} are remembered already.`,
    next: 'Forget one that opens none of your backups first.',
  },
  'keys.too-long': {
    title: 'This key is too long to be remembered',
    cause: (facts) => `The keychain takes keys of up to ${numberOf(facts, 'limit') ?? 'some hundred'} characters.`,
    next: 'It can still be used: enter it whenever a backup needs it.',
  },
  'keys.not-remembered': {
    title: 'There is no such key',
    cause: (facts) =>
      (numberOf(facts, 'known') ?? 0) === 0
        ? 'No key is remembered on this computer.'
        : 'It may have been forgotten in the meantime.',
    next: 'List the remembered keys and try again.',
  },
  'keys.none-known': {
    title: "There's no key to check",
    cause: 'Home Assistant has none or cannot be asked now, and none is remembered on this computer.',
    next: 'Enter a key, or choose an emergency kit.',
  },
  'keys.changed': {
    title: "Home Assistant's encryption key was changed",
    cause: (facts) => {
      const since = momentOf(facts, 'since');
      return `New backups need another key${since === undefined ? '' : ` since ${since}`}. Those made before still need the old one.`;
    },
    next: 'Save the new emergency kit in Home Assistant under Settings > System > Backups, and keep the old one too. Then check it in the settings of this app, under Keys.',
  },
} satisfies WordsFor<Code>;
