import type { SecretStoreKind } from '../../shared/vocabulary.ts';

export type { SecretStoreKind } from '../../shared/vocabulary.ts';

/** All secrets of this program, kept together in one item of the system's keychain (at most about 1 KB, facts#keychains). */
export interface Secrets {
  /** Whose password it is: kept together, or after a change of the account one's password could be sent for the other. */
  readonly appleId?: string;
  readonly applePassword?: string;
  /** Password of the encrypted rclone config: 32 random bytes as hex. */
  readonly configKey?: string;
  /** Home Assistant's long-lived token by the instance's key in the settings. */
  readonly haTokens?: Readonly<Record<string, string>>;
  /** Keys of backups that the user had remembered for restoring: each once, the newest first. */
  readonly backupKeys?: readonly RememberedKey[];
}

export interface RememberedKey {
  readonly key: string;
  /** When it was remembered, ISO 8601. No two have the same. */
  readonly at: string;
}

/** A shorter config key could be guessed, and everything else that is kept is only as safe as it is. */
export const leastKeyLength = 32;

/**
 * Errors: `secrets.locked` (try later), `secrets.denied` (the user said no), `secrets.unavailable` (no such service on
 * this computer), `secrets.missing` (the item should be there and is not). None of them means "not set up".
 */
export interface SecretStore {
  readonly kind: SecretStoreKind;
  /** Undefined when there is no item yet. */
  read(): Promise<Secrets | undefined>;
  /** Replaces the item. The environment store refuses with `secrets.denied`. */
  write(secrets: Secrets): Promise<void>;
  /** Removing what is not there is fine. */
  remove(): Promise<void>;
}
