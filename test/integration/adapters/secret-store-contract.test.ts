import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { EnvironmentStore, secretVariables } from '../../../src/adapters/environment-store.ts';
import { longestItem } from '../../../src/adapters/keychain-store.ts';
import { SafeStorageStore, type SafeStorage } from '../../../src/adapters/safe-storage-store.ts';
import { givenSecretsContract, secretStoreContract } from '../../contracts/secret-store.ts';
import { MemoryStore } from '../../support/app-harness.ts';
import { FileStore } from '../../support/file-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-store-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const path = (name: string): string => join(folder, name);
const clear = (name: string): Promise<void> => rm(path(name), { force: true });
const spoil = (name: string): Promise<void> => writeFile(path(name), 'no item of ours');

const key = randomBytes(32);
/** As Electron's: what another key encrypted is an error, never another text. */
const safeStorage: SafeStorage = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => {
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12));
    const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([cipher.getAuthTag(), encrypted]);
  },
  decryptString: (encrypted) => {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12), { authTagLength: 16 });
    decipher.setAuthTag(encrypted.subarray(0, 16));
    return Buffer.concat([decipher.update(encrypted.subarray(16)), decipher.final()]).toString();
  },
};

describe('the keychain in memory that most tests use', () => {
  const store = new MemoryStore();
  secretStoreContract({ clear: () => store.remove(), open: () => store, limit: longestItem });
});

describe('the keychain in a file that tests with several processes use', () => {
  secretStoreContract({
    clear: () => clear('keychain.json'),
    open: () => new FileStore(path('keychain.json')),
    limit: longestItem,
    spoil: () => spoil('keychain.json'),
  });
});

describe('a file that Electron’s safeStorage encrypts', () => {
  secretStoreContract({
    clear: () => clear('secrets.bin'),
    open: () => new SafeStorageStore(safeStorage, path('secrets.bin')),
    limit: undefined,
    spoil: () => spoil('secrets.bin'),
  });
});

describe('environment variables', () => {
  givenSecretsContract(({ applePassword, configKey, haTokens }, instanceKey) => {
    const environment = {
      [secretVariables.applePassword]: applePassword,
      [secretVariables.configKey]: configKey,
      [secretVariables.haToken]: haTokens?.[instanceKey],
    };
    return new EnvironmentStore(environment, () => [instanceKey]);
  });
});
