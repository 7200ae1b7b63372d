import type { Running } from '../../shared/contract/views.ts';
import type { Status } from '../../shared/status.ts';

/** "Am I safe?" in one sentence, worst first. */
export const safety = {
  'not-set-up': 'Not set up yet',
  danger: 'A backup needs your attention',
  warning: 'Backed up, with warnings',
  busy: 'Backing up now',
  safe: 'Everything is backed up',
  waiting: 'Waiting for the first backup',
  /** Nothing begins before then. */
  pausedUntil: (until: string): string => `Paused until ${until}`,
  /** @param when - `yesterday 21:06` */
  lastGood: (when: string): string => `Last good backup: ${when}`,
  /** What is under way. */
  doing: {
    backup: 'Backing up now',
    restore: 'Restoring a backup from iCloud',
    test: 'Testing a backup from iCloud',
    remove: 'Moving backups to Recently Deleted',
    pin: 'Changing which backups are kept',
    'look-inside': 'Opening a backup to see what is inside',
    extract: 'Taking a file out of a backup',
    place: 'Putting a backup into Home Assistant',
    'start-restore': 'Home Assistant is restoring a backup',
    salvage: 'Saving what is intact of a backup',
    'check-file': 'Checking a backup file',
    connect: 'Connecting to Home Assistant',
  },
} satisfies Record<Status['safety'], string> & {
  pausedUntil: (until: string) => string;
  lastGood: (when: string) => string;
  doing: Record<Running['what'], string>;
};

/** Where the secrets are. */
export const secretStore = {
  keychain: 'in the keychain of this computer',
  environment: 'in environment variables',
  'safe-storage': 'in a file that only this account of this computer can decrypt',
} satisfies Record<NonNullable<Status['secretStore']>, string>;

/** How token and backups travel to this computer. */
export const connection = {
  unencrypted: 'not encrypted: others on your network could read the access token',
};
