import { describe, expect, it } from 'vitest';
import {
  chooseSecretStore,
  type ProbedStore,
  type SecretStoreChoice,
} from '../../../src/adapters/choose-secret-store.ts';
import { EnvironmentStore, hasConfigKey, hasShortKey } from '../../../src/adapters/environment-store.ts';
import { keychainError } from '../../../src/adapters/keychain-error.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';

const all = {
  HA_ICLOUD_BACKUP_TOKEN: 'token-of-ha',
  HA_ICLOUD_BACKUP_APPLE_PASSWORD: 'password-of-apple',
  HA_ICLOUD_BACKUP_CONFIG_KEY: 'key-of-config',
};
const storeOf = (environment: Readonly<Record<string, string | undefined>>, keys = ['k1']) =>
  new EnvironmentStore(environment, () => keys);

describe('secrets from the environment', () => {
  it('are read, the token for each instance', async () => {
    expect(await storeOf(all, ['k1', 'k2']).read()).toEqual({
      applePassword: 'password-of-apple',
      configKey: 'key-of-config',
      haTokens: { k1: 'token-of-ha', k2: 'token-of-ha' },
    });
  });

  it('are partly there, or not at all', async () => {
    expect(await storeOf({ HA_ICLOUD_BACKUP_CONFIG_KEY: 'k' }).read()).toEqual({ configKey: 'k' });
    expect(await storeOf({}).read()).toBeUndefined();
    expect(await storeOf({ HA_ICLOUD_BACKUP_TOKEN: '' }).read()).toBeUndefined();
    expect(['k'.repeat(31), 'k'.repeat(32)].map((key) => hasShortKey({ HA_ICLOUD_BACKUP_CONFIG_KEY: key }))).toEqual([
      true,
      false,
    ]);
    expect([hasConfigKey(all), hasConfigKey({ HA_ICLOUD_BACKUP_CONFIG_KEY: '' })]).toEqual([true, false]);
  });

  it('can be written as they are, with a new instance too', async () => {
    const store = storeOf(all);
    const held = await store.read();
    await store.write({ ...held, haTokens: { ...held?.haTokens, k2: 'token-of-ha' } });
  });

  it.each([
    [{ applePassword: 'another' }, 'HA_ICLOUD_BACKUP_APPLE_PASSWORD'],
    [{ configKey: 'another' }, 'HA_ICLOUD_BACKUP_CONFIG_KEY'],
    [{ haTokens: { k1: 'another' } }, 'HA_ICLOUD_BACKUP_TOKEN'],
  ])('are never changed: %j', async (change, variable) => {
    const store = storeOf(all);
    await expect(store.write({ ...(await store.read()), ...change })).rejects.toMatchObject({
      code: 'secrets.denied',
      facts: { store: 'environment', variable },
    });
  });

  it('take no new secret in, and cannot forget', async () => {
    await expect(storeOf({}).write({ applePassword: 'new' })).rejects.toMatchObject({ code: 'secrets.denied' });
    await expect(storeOf(all).remove()).rejects.toMatchObject({ code: 'secrets.denied' });
    await storeOf({}).remove();
  });
});

/** A keychain whose probe ends so. */
const keychain = (code?: ErrorCode): ProbedStore & { probes: number } => ({
  kind: 'keychain',
  probes: 0,
  probe() {
    this.probes += 1;
    return code === undefined ? Promise.resolve() : Promise.reject(new AppError(code));
  },
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
  remove: () => Promise.resolve(),
});

const choice = (change: Partial<SecretStoreChoice>): SecretStoreChoice => ({
  recorded: null,
  keychain: keychain(),
  environment: storeOf(all),
  environmentComplete: true,
  ...change,
});
const kindOf = async (change: Partial<SecretStoreChoice>): Promise<string> =>
  await chooseSecretStore(choice(change)).then(
    ({ kind }) => kind,
    (error: unknown) => (error instanceof AppError ? error.code : 'thrown'),
  );

describe('the choice of the secret store', () => {
  it.each([
    ['a keychain that works', {}, 'keychain'],
    ['a keychain, even with variables set', { environmentComplete: true }, 'keychain'],
    ['the environment that was asked for', { asked: 'environment' }, 'environment'],
    [
      'the environment that was asked for, without key',
      { asked: 'environment', environmentComplete: false },
      'secrets.missing',
    ],
    [
      'the environment, with a key to be guessed',
      { asked: 'environment', environmentKeyShort: true },
      'secrets.key-short',
    ],
    [
      'no keychain, a key to be guessed',
      { keychain: keychain('secrets.unavailable'), environmentKeyShort: true },
      'secrets.key-short',
    ],
    ['such a key that is in use', { recorded: 'environment', environmentKeyShort: true }, 'environment'],
    ['no keychain, variables set', { keychain: keychain('secrets.unavailable') }, 'environment'],
    [
      'no keychain, nothing else',
      { keychain: keychain('secrets.unavailable'), environmentComplete: false },
      'secrets.unavailable',
    ],
    [
      'no keychain, but asked for',
      { keychain: keychain('secrets.unavailable'), asked: 'keychain' },
      'secrets.unavailable',
    ],
    ['a locked keychain', { keychain: keychain('secrets.locked') }, 'secrets.locked'],
    ['a keychain that was refused', { keychain: keychain('secrets.denied') }, 'secrets.denied'],
    ['a store that this program lacks', { asked: 'safe-storage' }, 'secrets.unavailable'],
  ] as const)('at set-up, with %s', async (_, change, expected) => {
    expect(await kindOf(change)).toBe(expected);
  });

  it('later never looks elsewhere, and asks nobody', async () => {
    const locked = keychain('secrets.locked');
    expect(await kindOf({ recorded: 'keychain', keychain: locked })).toBe('keychain');
    expect(locked.probes).toBe(0);
    expect(await kindOf({ recorded: 'environment', environmentComplete: false })).toBe('environment');
    expect(await kindOf({ recorded: 'keychain', asked: 'environment' })).toBe('keychain');
    expect(await kindOf({ recorded: 'safe-storage' })).toBe('secrets.unavailable');
  });
});

/** What the systems say; the ones of Linux are met again in test/integration/keyring. */
describe('sentences of the keychains', () => {
  it.each([
    ['Cannot create an item in a locked collection', 'secrets.locked'],
    ['User interaction is not allowed.', 'secrets.locked'],
    ['The user name or passphrase you entered is not correct.', 'secrets.denied'],
    ['User canceled the operation.', 'secrets.denied'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'secrets.unavailable'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'secrets.unavailable'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'secrets.unavailable'],
    ['No keychain is available. You may need to restart your computer.', 'secrets.unavailable'],
  ])('%s', (message, code) => {
    expect(keychainError(new Error(message)).code).toBe(code);
  });
});
