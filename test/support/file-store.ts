import { rm } from 'node:fs/promises';
import { itemOf, parseItem } from '../../src/adapters/keychain-store.ts';
import type { Secrets, SecretStore } from '../../src/core/ports/secret-store.ts';
import { readTextIfThere } from '../../src/core/state/json-file.ts';
import { writeFileAtomically } from '../../src/core/state/small-file.ts';

/** Stands for the system's keychain where several processes share it, or one is killed: a file outside the data folder. */
export class FileStore implements SecretStore {
  readonly kind = 'keychain';
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<Secrets | undefined> {
    const text = await readTextIfThere(this.#path);
    return text === undefined ? undefined : parseItem(text);
  }

  /** As a keychain does: a reader at the same time finds the item as it was or as it is. */
  async write(secrets: Secrets): Promise<void> {
    await writeFileAtomically(this.#path, itemOf(secrets));
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
