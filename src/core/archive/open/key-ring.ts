import { createHash, timingSafeEqual } from 'node:crypto';
import { meantBy } from './key-text.ts';
import { PartFault } from './part-fault.ts';
import { readySodium } from './sodium.ts';

/** Key and first block of AES-128-CBC (SecureTar 1 and 2). */
export interface CbcKey {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/** All from the header of a part, facts#archive-encryption. */
export interface StreamHeader {
  readonly rootSalt: Buffer;
  readonly validationSalt: Buffer;
  readonly validationKey: Buffer;
  readonly keySalt: Buffer;
}

/** One archive has one; each costs a good part of a second. Bounds what a crafted one can cost. */
const maxRoots = 64;

const hashRounds = 100;
const person = Buffer.from('SecureTarv3\0\0\0\0\0');
const argon2 = { operations: 8, memory: 16 * 1024 * 1024 } as const;

/** The keys that may open an archive, and what was derived of them. Call `wipe` when done. */
export class KeyRing {
  /** The one that opened the last part comes first. */
  #keys: string[];
  readonly #roots = new Map<string, Uint8Array>();
  readonly #openers = new Set<string>();

  /** @param keys - as Home Assistant shows them, `ABCD-…`, or as somebody typed them (`meantBy`) */
  constructor(keys: readonly string[]) {
    this.#keys = [...new Set(keys.flatMap(meantBy).filter((key) => key !== ''))];
  }

  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  /** The one that opened all that was opened; undefined where that was none, or several. */
  get opener(): string | undefined {
    return this.#openers.size === 1 ? [...this.#openers][0] : undefined;
  }

  /** For SecureTar 1 and 2: the first key with which `opens` is content, undefined if none. */
  tryCbc(salt: Buffer, opens: (key: CbcKey) => boolean): CbcKey | undefined {
    for (const password of this.#keys) {
      const derived = cbcKey(password, salt);
      if (!opens(derived)) continue;
      this.#prefer(password);
      return derived;
    }
    return undefined;
  }

  /** For SecureTar 3: the stream's key, undefined if no key fits the validation key of the part. Error: PartFault `bounds`. */
  async tryStream(header: StreamHeader): Promise<Uint8Array | undefined> {
    for (const password of this.#keys) {
      const root = await this.#root(password, header.rootSalt);
      if (!timingSafeEqual(await blake2b(root, header.validationSalt), header.validationKey)) continue;
      this.#prefer(password);
      return await blake2b(root, header.keySalt);
    }
    return undefined;
  }

  wipe(): void {
    for (const root of this.#roots.values()) root.fill(0);
    this.#roots.clear();
    this.#keys = [];
    this.#openers.clear();
  }

  #prefer(password: string): void {
    this.#openers.add(password);
    this.#keys = [password, ...this.#keys.filter((other) => other !== password)];
  }

  async #root(password: string, salt: Buffer): Promise<Uint8Array> {
    const name = `${salt.toString('hex')} ${password}`;
    const known = this.#roots.get(name);
    if (known) return known;
    if (this.#roots.size >= maxRoots) throw new PartFault('bounds');
    const sodium = await readySodium();
    const { operations, memory } = argon2;
    const root = sodium.crypto_pwhash(32, password, salt, operations, memory, sodium.crypto_pwhash_ALG_ARGON2ID13);
    this.#roots.set(name, root);
    return root;
  }
}

/** Of the empty message; 32 bytes. */
const blake2b = async (key: Uint8Array, salt: Buffer): Promise<Uint8Array> =>
  (await readySodium()).crypto_generichash_blake2b_salt_personal(32, key, salt, person);

const cbcKey = (password: string, salt: Buffer): CbcKey => {
  const key = hashed(Buffer.from(password, 'utf8'));
  return { key, iv: hashed(Buffer.concat([key, salt])) };
};

const hashed = (bytes: Buffer): Buffer => {
  let hash = bytes;
  for (let round = 0; round < hashRounds; round += 1) hash = createHash('sha256').update(hash).digest();
  return hash.subarray(0, 16);
};
