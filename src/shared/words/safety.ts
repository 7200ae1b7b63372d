import type { Status } from '../status.ts';

/** "Am I safe?" in one sentence, worst first. */
export const safetyWords = {
  'not-set-up': 'Not set up yet',
  danger: 'A backup needs your attention',
  warning: 'Backed up, with warnings',
  busy: 'Backing up now',
  safe: 'Everything is backed up',
  waiting: 'Waiting for the first backup',
} as const satisfies Record<Status['safety'], string>;

/** Where the secrets are. */
export const secretStoreWords = {
  keychain: 'in the keychain of this computer',
  environment: 'in environment variables',
  'safe-storage': 'in a file that only this account of this computer can decrypt',
} as const satisfies Record<NonNullable<Status['secretStore']>, string>;
