import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Secrets, SecretStore } from '../../src/core/ports/secret-store.ts';

/** Stands for the system's keychain where several processes share it, or one is killed: a file outside the data folder. */
export class FileStore implements SecretStore {
  readonly kind = 'keychain';
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<Secrets | undefined> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as Secrets);
  }

  async write(secrets: Secrets): Promise<void> {
    await writeFile(this.#path, JSON.stringify(secrets), { mode: 0o600 });
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
