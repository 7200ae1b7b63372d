import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { AppError } from '../errors/app-error.ts';

/**
 * Writes a file so that a crash leaves the old one or the new one, never half of either: temporary name, flushed, renamed.
 * Mode 0600. Errors: `disk.full`, `disk.failed`.
 */
export const writeFileAtomically = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, path);
  } catch (error) {
    // What went wrong first is what counts.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw diskError(error);
  }
};

/** On Windows a virus scanner or another program of ours may have the old file open for a moment. */
const renameOver = async (from: string, to: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const busy =
        error instanceof Error && 'code' in error && ['EPERM', 'EACCES', 'EBUSY'].includes(String(error.code));
      if (!busy || attempt === renameAttempts) throw error;
      await pause(renamePauseMs);
    }
  }
};

const renameAttempts = process.platform === 'win32' ? 10 : 1;
const renamePauseMs = 100;

/** A file system failure as one of ours. */
export const diskError = (error: unknown): AppError => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new AppError(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk.full' : 'disk.failed', { system: code }, error);
};

/** The text of a file, or undefined when there is none. */
export const readTextIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw diskError(error);
  }
};

/**
 * A small document on disk that may be lost without harm to any copy (gates, history, caches). A file that does not parse
 * is set aside under `<name>.broken` and counts as absent; `onBroken` hears of it.
 */
export class JsonFile<T> {
  readonly path: string;
  readonly #schema: z.ZodType<T>;
  readonly #empty: () => T;
  readonly #onBroken: (path: string) => void;
  /** Updates wait for one another, or two of them would each lose the other's change. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string, schema: z.ZodType<T>, empty: () => T, onBroken: (path: string) => void) {
    this.path = path;
    this.#schema = schema;
    this.#empty = empty;
    this.#onBroken = onBroken;
  }

  async read(): Promise<T> {
    return await this.#inTurn(() => this.#readNow());
  }

  /** Reads, changes, writes; returns what was written. */
  async update(change: (current: T) => T): Promise<T> {
    return await this.#inTurn(async () => {
      const next = change(await this.#readNow());
      await writeFileAtomically(this.path, `${JSON.stringify(next, null, 2)}\n`);
      return next;
    });
  }

  async #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const run = this.#queue.then(work);
    this.#queue = run.catch(() => undefined);
    return await run;
  }

  async #readNow(): Promise<T> {
    const text = await readTextIfThere(this.path);
    if (text === undefined) return this.#empty();
    const parsed = this.#schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    await rename(this.path, `${this.path}.broken`).catch((error: unknown) => {
      // Another process may have set it aside a moment ago.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw diskError(error);
    });
    this.#onBroken(this.path);
    return this.#empty();
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
