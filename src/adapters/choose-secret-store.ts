import { AppError, isCode } from '../core/errors/app-error.ts';
import type { SecretStore, SecretStoreKind } from '../core/ports/secret-store.ts';

/** A keychain that can prove that it works. */
export type ProbedStore = SecretStore & { probe(): Promise<void> };

export interface SecretStoreChoice {
  /** What an earlier set-up chose (settings `secretStore`); null before the first. */
  readonly recorded: SecretStoreKind | null;
  /** What the user asked for in this set-up. */
  readonly asked?: SecretStoreKind;
  readonly keychain: ProbedStore;
  readonly environment: SecretStore;
  /** Whether the environment supplies a config key, without which it cannot serve. */
  readonly environmentComplete: boolean;
  /** That key is too short to protect anything. Where it is in use already it stays in use: refusing would end the backups. */
  readonly environmentKeyShort?: boolean;
  /** Electron's own store, where there is one: the next best where there is no keychain. */
  readonly safeStorage?: ProbedStore;
}

/**
 * The store that holds the secrets. Chosen once, at set-up, and then for ever: a keychain that is locked today must not
 * make anything look for (or put) secrets elsewhere. The caller records `kind` in the settings.
 *
 * Errors at set-up: what the keychain's probe said, `secrets.missing` (environment asked for, but not supplied),
 * `secrets.key-short`. Later:
 * only `secrets.unavailable`, where the recorded store does not exist in this program.
 */
export const chooseSecretStore = async (choice: SecretStoreChoice): Promise<SecretStore> => {
  if (choice.recorded !== null) return storeOf(choice.recorded, choice);
  if (choice.asked === 'environment' && !choice.environmentComplete) {
    throw new AppError('secrets.missing', { what: 'config key', store: 'environment' });
  }
  if (choice.asked === 'environment' && choice.environmentKeyShort === true) throw new AppError('secrets.key-short');
  if (choice.asked !== undefined && choice.asked !== 'keychain') return storeOf(choice.asked, choice);
  try {
    await choice.keychain.probe();
    return choice.keychain;
  } catch (error) {
    // Only where there is no keychain at all: one that is locked or refused is the user's to open.
    const none = choice.asked === undefined && isCode(error, 'secrets.unavailable');
    const instead = none ? await withoutKeychain(choice) : undefined;
    if (!instead) throw error;
    return instead;
  }
};

const withoutKeychain = async (choice: SecretStoreChoice): Promise<SecretStore | undefined> => {
  if (choice.environmentComplete) {
    if (choice.environmentKeyShort === true) throw new AppError('secrets.key-short');
    return choice.environment;
  }
  return choice.safeStorage && (await works(choice.safeStorage)) ? choice.safeStorage : undefined;
};

const works = async (store: ProbedStore): Promise<boolean> => {
  try {
    await store.probe();
    return true;
  } catch (error) {
    if (isCode(error, 'secrets.unavailable')) return false;
    throw error;
  }
};

const storeOf = (kind: SecretStoreKind, choice: SecretStoreChoice): SecretStore => {
  if (kind === 'keychain') return choice.keychain;
  if (kind === 'environment') return choice.environment;
  if (!choice.safeStorage) throw new AppError('secrets.unavailable', { store: kind });
  return choice.safeStorage;
};
