import { AppError } from './errors/app-error.ts';
import type { RcloneSecrets } from './icloud/environment.ts';
import type { SecretStore, SecretStoreKind } from './ports/secret-store.ts';
import type { SettingsAccess } from './settings/settings.ts';

export interface SecretAccess {
  /** The store that set-up or sign-in chose. Error: `settings.not-set-up`. */
  readonly recorded: () => Promise<SecretStore>;
  /** Chosen and recorded by the first command that has a secret to keep. */
  readonly choose: () => Promise<SecretStore>;
  /** Error: `secrets.missing`. */
  readonly rclone: () => Promise<RcloneSecrets>;
}

export const openSecrets = (
  secretStore: (recorded: SecretStoreKind | null) => Promise<SecretStore>,
  settings: SettingsAccess,
): SecretAccess => {
  const recorded = async (): Promise<SecretStore> => {
    const kind = settings.current.secretStore;
    if (kind === null) throw new AppError('settings.not-set-up');
    return await secretStore(kind);
  };
  return {
    recorded,
    choose: async () => {
      const store = await secretStore(settings.current.secretStore);
      if (settings.current.secretStore !== store.kind) {
        await settings.update((current) => ({ ...current, secretStore: store.kind }));
      }
      return store;
    },
    rclone: async () => {
      const held = (await (await recorded()).read()) ?? {};
      const { configKey, applePassword } = held;
      if (configKey === undefined || applePassword === undefined)
        throw new AppError('secrets.missing', { what: 'Apple sign-in' });
      // rclone keeps no account in its config when it was named in the environment. The one beside the password belongs to it
      // for certain; what the environment store supplies, and what earlier versions wrote, is the password alone.
      const appleId = held.appleId ?? settings.current.appleId;
      return { configKey, applePassword, ...(appleId === null ? {} : { appleId }) };
    },
  };
};
