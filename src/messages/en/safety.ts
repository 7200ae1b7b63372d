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
} satisfies Record<Status['safety'], string> & { pausedUntil: (until: string) => string };

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
