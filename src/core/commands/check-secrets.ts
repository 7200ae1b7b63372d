import type { Needs } from '../context.ts';
import type { SecretStoreKind } from '../ports/secret-store.ts';

/**
 * Whether the store that holds the secrets can be read now. Errors: `secrets.locked` (right after a login the keychain may
 * still be shut), other `secrets.*`, `settings.not-set-up`.
 */
export const checkSecrets = async (context: Needs<'secretStore' | 'settings'>): Promise<void> => {
  await context.settings.load();
  await (await context.secretStore()).read();
};

/**
 * Where the secrets are kept, or would be by the set-up that is about to begin: nothing is recorded. Errors: `secrets.locked`,
 * `secrets.denied`, `secrets.unavailable`.
 */
export const checkSecretStore = async (context: Needs<'settings', 'secretStore'>): Promise<SecretStoreKind> => {
  const { secretStore } = await context.settings.load();
  // The first choice tries whether the store works.
  const store = await context.ports.secretStore(secretStore);
  if (secretStore !== null) await store.read();
  return store.kind;
};
