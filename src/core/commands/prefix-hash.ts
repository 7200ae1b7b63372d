import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { AppError, throwIfCancelled } from '../errors/app-error.ts';
import { onDisk } from '../icloud/on-disk.ts';

const readBytes = 1024 * 1024;

/**
 * The SHA-256 of a file that is still being filled, from its first byte on: it reads what is there already, so that little is left
 * to be done when the last byte has come.
 */
export class PrefixHash {
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  readonly #buffer = Buffer.allocUnsafe(readBytes);
  #at = 0;
  #reached = 0;
  #stopped = false;
  #reading: Promise<void> = Promise.resolve();
  #isReading = false;
  #failure: { readonly error: unknown } | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Error: `disk.*`. Close it with `stop`. */
  static async open(path: string): Promise<PrefixHash> {
    return new PrefixHash(await onDisk(open(path, 'r')));
  }

  /** So many bytes from the first on are in the file now, and stay as they are. */
  reach(bytes: number): void {
    this.#reached = Math.max(this.#reached, bytes);
    if (this.#isReading || this.#at >= this.#reached) return;
    this.#isReading = true;
    this.#reading = this.#read().finally(() => (this.#isReading = false));
  }

  /** Lower-case hex of what was reached. Errors: `disk.*`, `sync.cancelled`. */
  async digest(signal: AbortSignal): Promise<string> {
    while (this.#at < this.#reached && this.#failure === undefined) {
      throwIfCancelled(signal);
      this.reach(this.#reached);
      await this.#reading;
    }
    if (this.#failure) throw this.#failure.error;
    throwIfCancelled(signal);
    return this.#hash.digest('hex');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#reading;
    await this.#file.close();
  }

  async #read(): Promise<void> {
    try {
      while (this.#at < this.#reached && !this.#stopped) {
        const wanted = Math.min(readBytes, this.#reached - this.#at);
        const { bytesRead } = await onDisk(this.#file.read(this.#buffer, 0, wanted, this.#at));
        // Somebody cut it short.
        if (bytesRead === 0) throw new AppError('disk.failed', { system: 'EOF' });
        this.#hash.update(this.#buffer.subarray(0, bytesRead));
        this.#at += bytesRead;
      }
    } catch (error) {
      this.#failure = { error };
    }
  }
}
