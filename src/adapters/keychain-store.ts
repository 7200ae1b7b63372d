import type keytarModule from 'keytar';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../core/errors/app-error.ts';
import type { Secrets, SecretStore } from '../core/ports/secret-store.ts';
import { keychainError } from './keychain-error.ts';

type Keytar = typeof keytarModule;

/** The name under which people find the item in Keychain Access, Credential Manager or Seahorse. */
const service = 'HA iCloud Backup';
/** Windows takes 2,560 bytes (facts#keychains). */
export const longestItem = 2500;

/** Version of the item's shape. */
const versionSchema = z.object({ v: z.literal(1) });
const secretsSchema = z.object({
  appleId: z.string().exactOptional(),
  applePassword: z.string().exactOptional(),
  configKey: z.string().exactOptional(),
  haTokens: z.record(z.string(), z.string()).exactOptional(),
  backupKeys: z.array(z.object({ key: z.string(), at: z.string() })).exactOptional(),
});

export interface KeychainOptions {
  /** Tells the items of several data folders apart (`DataFolders.label`). */
  readonly account: string;
  /** Milliseconds until a call counts as `secrets.locked`. Asking for a password on the screen takes a person's time. */
  readonly deadlineMs?: number;
}

/**
 * All secrets in one item of the system's keychain: Keychain on macOS, Credential Manager on Windows, Secret Service on
 * Linux.
 *
 * keytar blocks a thread while the system shows its password prompt, and nothing can call it back. So there is never more
 * than one call under way: with one each run, Node's four threads would soon all be waiting. While `isWaiting`, even
 * `process.exit()` waits until the prompt is answered; only a signal ends the process before (end-process.ts).
 */
export class KeychainStore implements SecretStore {
  readonly kind = 'keychain';
  static readonly #waiting = new Set<Promise<unknown>>();
  readonly #account: string;
  readonly #deadlineMs: number;
  #underWay: Promise<unknown> | undefined;

  /** One of this process's stores is: it cannot leave in the usual way. */
  static get isAnyWaiting(): boolean {
    return KeychainStore.#waiting.size > 0;
  }

  /** When no call of this process is under way any more. */
  static async settled(): Promise<void> {
    await Promise.all(KeychainStore.#waiting);
  }

  constructor({ account, deadlineMs = 30_000 }: KeychainOptions) {
    this.#account = account;
    this.#deadlineMs = deadlineMs;
  }

  /** The system has not answered the last call yet. */
  get isWaiting(): boolean {
    return this.#underWay !== undefined;
  }

  async read(): Promise<Secrets | undefined> {
    const text = await this.#call((keytar) => keytar.getPassword(service, this.#account));
    if (text !== null) return parseItem(text);
    // A locked Secret Service whose prompt was dismissed answers like one without the item. Writing tells them apart.
    await this.probe();
    return undefined;
  }

  async write(secrets: Secrets): Promise<void> {
    const text = itemOf(secrets);
    await this.#call((keytar) => keytar.setPassword(service, this.#account, text));
  }

  async remove(): Promise<void> {
    const existed = await this.#call((keytar) => keytar.deletePassword(service, this.#account));
    if (!existed) await this.probe();
  }

  /** Stores, reads and removes an item of its own. Errors: `secrets.locked`, `secrets.denied`, `secrets.unavailable`. */
  async probe(): Promise<void> {
    const account = `self-test ${randomBytes(4).toString('hex')}`;
    const found = await this.#call(async (keytar) => {
      await keytar.setPassword(service, account, account);
      const text = await keytar.getPassword(service, account);
      await keytar.deletePassword(service, account);
      return text;
    });
    if (found !== account) throw new AppError('secrets.unavailable', { reason: 'not kept' });
  }

  async #call<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    const until = Date.now() + this.#deadlineMs;
    while (this.#underWay) await withDeadline(this.#underWay, until);
    const call = loadKeytar()
      .then(work)
      .catch((error: unknown) => {
        throw keychainError(error);
      });
    const settled = call.then(
      () => undefined,
      () => undefined,
    );
    this.#underWay = settled;
    KeychainStore.#waiting.add(settled);
    void settled.then(() => {
      KeychainStore.#waiting.delete(settled);
      this.#underWay = undefined;
    });
    return await withDeadline(call, until);
  }
}

/** An optional dependency with a native part: only loaded where secrets are really read. */
const loadKeytar = async (): Promise<Keytar> => {
  try {
    const loaded = await import('keytar');
    return loaded.default;
  } catch (error) {
    throw new AppError('secrets.unavailable', { reason: 'keytar' }, error);
  }
};

const withDeadline = async <T>(work: Promise<T>, until: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('secrets.locked', { waiting: true })),
      Math.max(until - Date.now(), 0),
    );
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/** The one item as it is kept. Error: `secrets.denied` where some system could not keep it. */
export const itemOf = (secrets: Secrets): string => {
  const text = JSON.stringify({ v: 1, ...secrets });
  const bytes = Buffer.byteLength(text);
  if (bytes > longestItem) throw new AppError('secrets.denied', { reason: 'too long', bytes, limit: longestItem });
  return text;
};

/** The one item as it was written. Error: `secrets.missing`. */
export const parseItem = (text: string): Secrets => {
  try {
    const item: unknown = JSON.parse(text);
    versionSchema.parse(item);
    return secretsSchema.parse(item);
  } catch {
    // Not the cause: it would quote the text.
    throw new AppError('secrets.missing', { reason: 'unreadable' });
  }
};
