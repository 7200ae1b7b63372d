import { rm } from 'node:fs/promises';
import { AppError } from '../core/errors/app-error.ts';
import type { Secrets, SecretStore } from '../core/ports/secret-store.ts';
import { diskError, readTextIfThere, writeFileAtomically } from '../core/state/json-file.ts';
import { parseItem } from './keychain-store.ts';

/** The part of Electron's `safeStorage` that is used; the methods with a promise came after Electron 33. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** Linux only. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(text: string): Promise<Buffer>;
  decryptStringAsync?(encrypted: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
}

/** In the data folder. Where it is there, only Electron can read the secrets. */
export const safeStorageFile = 'secrets.bin';

/** `basic_text` encrypts with a key that everybody knows; `unknown` is Electron before it is ready. */
const worthlessBackends: readonly string[] = ['basic_text', 'unknown'];

/**
 * All secrets in a file beside the settings, encrypted by Electron with a key that the system keeps for this user. For
 * computers on which keytar cannot be used, never with `basic_text`. Chosen at set-up only, so that a store that does not
 * answer later is one that is locked (`secrets.locked`), not one that is to be replaced.
 */
export class SafeStorageStore implements SecretStore {
  readonly kind = 'safe-storage';
  readonly #storage: SafeStorage;
  readonly #path: string;

  constructor(storage: SafeStorage, path: string) {
    this.#storage = storage;
    this.#path = path;
  }

  async read(): Promise<Secrets | undefined> {
    const text = await readTextIfThere(this.#path);
    if (text === undefined) return undefined;
    if (!(await this.#isUsable())) throw new AppError('secrets.locked', { store: this.kind });
    return parseItem(await this.#decrypt(Buffer.from(text, 'base64')));
  }

  async write(secrets: Secrets): Promise<void> {
    if (!(await this.#isUsable())) throw new AppError('secrets.locked', { store: this.kind });
    await writeFileAtomically(
      this.#path,
      `${(await this.#encrypt(JSON.stringify({ v: 1, ...secrets }))).toString('base64')}\n`,
    );
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true }).catch((error: unknown) => {
      throw diskError(error);
    });
  }

  /** There and back, before it is chosen. Error: `secrets.unavailable`. */
  async probe(): Promise<void> {
    const word = 'self-test';
    const usable = await this.#isUsable();
    if (usable && (await this.#decrypt(await this.#encrypt(word)).catch(() => undefined)) === word) return;
    throw new AppError('secrets.unavailable', { store: this.kind });
  }

  async #isUsable(): Promise<boolean> {
    if (worthlessBackends.includes(this.#storage.getSelectedStorageBackend?.() ?? 'system')) return false;
    return (await this.#storage.isAsyncEncryptionAvailable?.()) ?? this.#storage.isEncryptionAvailable();
  }

  async #encrypt(text: string): Promise<Buffer> {
    try {
      return (await this.#storage.encryptStringAsync?.(text)) ?? this.#storage.encryptString(text);
    } catch (error) {
      throw new AppError('secrets.locked', { store: this.kind }, error);
    }
  }

  async #decrypt(encrypted: Buffer): Promise<string> {
    try {
      const decrypted = await this.#storage.decryptStringAsync?.(encrypted);
      return decrypted?.result ?? this.#storage.decryptString(encrypted);
    } catch {
      // Another key than the one it was written with. Not the cause: it might quote what it got.
      throw new AppError('secrets.missing', { reason: 'unreadable' });
    }
  }
}
