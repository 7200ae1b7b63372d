import { plural } from '../format.ts';

/** What the system's notifications say. Titles are a few words, bodies one calm sentence. */
export const notify = {
  /** Below the headline: what it means for the backups. */
  codeNeeded: (waiting: number): string =>
    waiting === 0
      ? 'Your backups in iCloud are safe. Sign in to iCloud again when it suits you.'
      : `Your backups in iCloud are safe. ${plural(waiting, { one: 'new one is', other: 'new ones are' })} waiting until you sign in again.`,
  approvalNeeded: 'Allow access on your iPhone, iPad or Mac to resume backups.',
  signInDue:
    'Apple asks for a new code about every 30 days. Sign in to iCloud again when it suits you; it takes a minute.',
  stale: "Open HA iCloud Backup to see what's wrong.",
  stored: {
    title: 'Backed up to iCloud',
    body: (name: string): string => `${name} is stored and verified.`,
  },
  copied: {
    title: 'Diagnostics copied',
    body: 'Paste them where you report the problem. Secrets, and the names and addresses that this app knows, are left out.',
  },
};
