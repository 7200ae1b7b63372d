import { plural } from './format.ts';

/** What the system's notifications say. Titles are a few words, bodies one calm sentence. */
export const notifyWords = {
  codeNeeded: {
    title: 'iCloud needs a code',
    body: (waiting: number): string =>
      waiting === 0
        ? 'Your backups in iCloud are safe. Sign in again when it suits you.'
        : `Your backups in iCloud are safe. ${plural(waiting, 'new one')} ${waiting === 1 ? 'waits' : 'wait'} until you sign in again.`,
  },
  approvalNeeded: {
    title: 'iCloud needs your permission',
    body: 'Allow access on your iPhone, iPad or Mac, and backups go on.',
  },
  signInDue: {
    title: (days: number): string => {
      if (days < 0) return 'iCloud may ask for a code any time';
      return days === 0 ? 'iCloud sign-in ends within a day' : `iCloud sign-in ends in ${plural(days, 'day')}`;
    },
    body: 'Apple asks for a new code about every 30 days. Sign in when it suits you: it takes a minute.',
  },
  stale: {
    title: (days: number): string => `No new backup in iCloud for ${plural(days, 'day')}`,
    body: 'Open HA iCloud Backup to see what is in the way.',
  },
  stored: {
    title: 'Backed up to iCloud',
    body: (name: string): string => `${name} is stored and verified.`,
  },
  copied: {
    title: 'Diagnostics copied',
    body: 'Paste them where you report the problem. Secrets, and the names and addresses that this app knows, are left out.',
  },
} as const;
