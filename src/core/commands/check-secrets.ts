import type { Context } from '../context.ts';

/**
 * Whether the store that holds the secrets can be read now. Errors: `secrets.locked` (right after a login the keychain may
 * still be shut), other `secrets.*`, `settings.not-set-up`.
 */
export const checkSecrets = async (context: Context): Promise<void> => {
  await context.settings.load();
  await (await context.secretStore()).read();
};
