import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseSecretStore, type ProbedStore } from '../../../src/adapters/choose-secret-store.ts';
import { EnvironmentStore } from '../../../src/adapters/environment-store.ts';
import { FileLogger } from '../../../src/adapters/file-logger.ts';
import { readLog } from '../../../src/adapters/log-reader.ts';
import { SafeStorageStore, type SafeStorage } from '../../../src/adapters/safe-storage-store.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { codeOf } from '../../support/app-harness.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safe-storage-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));

/** Electron's, as far as its answers go; `key` is what another user or a new keyring would not have. */
const storageOf = (given: Partial<SafeStorage> & { key?: string } = {}): SafeStorage => {
  const { key = 'v11', ...more } = given;
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => flip(Buffer.from(key + text)),
    decryptString: (encrypted) => {
      const text = flip(encrypted).toString();
      if (!text.startsWith(key)) throw new Error(`Error while decrypting ${text}`);
      return text.slice(key.length);
    },
    ...more,
  };
};
const secrets = { applePassword: 'pässword of apple', configKey: 'c0ffee', haTokens: { k1: 'token of ha' } };
const path = (): string => join(folder, 'secrets.bin');
const storeOf = (storage = storageOf()): SafeStorageStore => new SafeStorageStore(storage, path());

describe('secrets in a file of Electron’s safeStorage', () => {
  test('come back, are for this user alone, and are not readable in the file', async () => {
    expect(await storeOf().read()).toBeUndefined();
    await storeOf().write(secrets);
    expect(await storeOf().read()).toEqual(secrets);
    const text = await readFile(path(), 'latin1');
    const bare = text + Buffer.from(text, 'base64').toString('latin1');
    for (const secret of ['password', 'c0ffee', 'token of ha']) expect(bare).not.toContain(secret);
    if (process.platform !== 'win32') expect((await stat(path())).mode & 0o777).toBe(0o600);
    await storeOf().remove();
    await storeOf().remove();
    expect(await storeOf().read()).toBeUndefined();
  });

  test('by the newer methods where Electron has them', async () => {
    const sync = storageOf();
    const refuse = (): never => {
      throw new Error('deprecated');
    };
    const newer = storageOf({
      encryptString: refuse,
      decryptString: refuse,
      isEncryptionAvailable: refuse,
      isAsyncEncryptionAvailable: () => Promise.resolve(true),
      encryptStringAsync: (text) => Promise.resolve(sync.encryptString(text)),
      decryptStringAsync: (bytes) => Promise.resolve({ result: sync.decryptString(bytes), shouldReEncrypt: false }),
    });
    await storeOf(newer).write(secrets);
    expect(await storeOf(newer).read()).toEqual(secrets);
    // What was written before an update of Electron is read after it, and the other way round.
    expect(await storeOf(sync).read()).toEqual(secrets);
  });

  test.each([
    ['basic_text', storageOf({ getSelectedStorageBackend: () => 'basic_text' })],
    ['Electron before it is ready', storageOf({ getSelectedStorageBackend: () => 'unknown' })],
    ['no encryption', storageOf({ isEncryptionAvailable: () => false })],
  ])('never with %s: not chosen, and later locked rather than replaced', async (_, storage) => {
    await storeOf().write(secrets);
    const before = await readFile(path(), 'utf8');
    expect(await codeOf(storeOf(storage).probe())).toBe('secrets.unavailable');
    expect(await codeOf(storeOf(storage).read())).toBe('secrets.locked');
    expect(await codeOf(storeOf(storage).write({}))).toBe('secrets.locked');
    expect(await readFile(path(), 'utf8')).toBe(before);
  });

  test('with another key are gone, and nothing of them is in the error', async () => {
    await storeOf().write(secrets);
    const other = storeOf(storageOf({ key: 'other' }));
    const error = await other.read().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'secrets.missing' });
    expect(inspect(error)).not.toContain('pässword');
    await writeFile(path(), 'no base64 at all');
    expect(await codeOf(storeOf().read())).toBe('secrets.missing');
  });
});

describe('the choice in the desktop app', () => {
  const keychain = (error?: AppError): ProbedStore => ({
    kind: 'keychain',
    probe: () => (error ? Promise.reject(error) : Promise.resolve()),
    read: () => Promise.resolve(undefined),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  });
  const none = new AppError('secrets.unavailable');
  const worthless = (): SafeStorageStore => storeOf(storageOf({ getSelectedStorageBackend: () => 'basic_text' }));

  test.each([
    ['a keychain that works', keychain(), storeOf, 'keychain'],
    ['no keychain', keychain(none), storeOf, 'safe-storage'],
    ['a locked keychain', keychain(new AppError('secrets.locked')), storeOf, 'secrets.locked'],
    ['a refused keychain', keychain(new AppError('secrets.denied')), storeOf, 'secrets.denied'],
    ['neither', keychain(none), worthless, 'secrets.unavailable'],
  ])('with %s', async (_, chain, safe, expected) => {
    const environment = new EnvironmentStore({}, () => []);
    const choice = { recorded: null, keychain: chain, environment, environmentComplete: false, safeStorage: safe() };
    const kind = await chooseSecretStore(choice).then(
      (store) => store.kind,
      (error: unknown) => (error instanceof AppError ? error.code : 'thrown'),
    );
    expect(kind).toBe(expected);
  });
});

describe('the log as windows show it', () => {
  test('its last lines, over the change of files, and not what a crash tore', async () => {
    const now = new Date('2026-11-21T12:00:00.000Z');
    const logger = new FileLogger({ folder, redact: (text) => text, now: () => now, maxBytes: 300 });
    for (let line = 1; line <= 6; line += 1) logger.info('run ended', { line });
    await writeFile(join(folder, 'app.log'), '{"at":"2026-', { flag: 'a' });
    expect(await readLog(folder, 3)).toEqual(
      [4, 5, 6].map((line) => ({ at: now.toISOString(), level: 'info', text: `run ended line=${line}` })),
    );
    expect(await readLog(join(folder, 'none'), 3)).toEqual([]);
  });
});
