import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { Serial } from './serial.ts';

/**
 * Writes a file so that a crash leaves the old one or the new one, never half of either: temporary name, flushed, renamed.
 * Mode 0600. Errors: `disk.full`, `disk.failed`.
 */
export const writeFileAtomically = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
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

/** Process id of the writer of a temporary file, from its name; undefined for any other file. */
export const writerOf = (name: string): number | undefined => {
  const pid = /\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
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

/** Does one piece of work while no other process does any on the same file. */
export type Hold = <T>(work: () => Promise<T>) => Promise<T>;

export interface JsonFileOptions<T> {
  /** What can be made of content that does not fit, undefined where it is no JSON at all. Default: nothing, so `empty`. */
  readonly repair?: (content: unknown) => T;
  /** Default: there are no other processes. */
  readonly hold?: Hold;
}

/**
 * A small document on disk. A file that does not fit is kept aside under `<name>.broken`, and `onBroken` hears of it; what
 * could be read of it, where the document has a `repair`, takes its place.
 */
export class JsonFile<T> {
  readonly path: string;
  readonly #schema: z.ZodType<T>;
  readonly #empty: () => T;
  readonly #onBroken: (path: string) => void;
  readonly #repair: ((content: unknown) => T) | undefined;
  readonly #hold: Hold;
  /** Updates wait for one another, or two of them would each lose the other's change. */
  readonly #queue = new Serial();

  constructor(
    path: string,
    schema: z.ZodType<T>,
    empty: () => T,
    onBroken: (path: string) => void,
    { repair, hold }: JsonFileOptions<T> = {},
  ) {
    this.path = path;
    this.#schema = schema;
    this.#empty = empty;
    this.#onBroken = onBroken;
    this.#repair = repair;
    this.#hold = hold ?? ((work) => work());
  }

  async read(): Promise<T> {
    return await this.#queue.run(async () => {
      const found = await this.#readWhole();
      return found ? found.value : await this.#hold(() => this.#readOrMend());
    });
  }

  /** Reads, changes, writes; returns what was written. */
  async update(change: (current: T) => T): Promise<T> {
    return await this.#queue.run(
      async () =>
        await this.#hold(async () => {
          const next = change(await this.#readOrMend());
          await this.#write(next);
          return next;
        }),
    );
  }

  /** Undefined when what is there does not fit. */
  async #readWhole(): Promise<{ readonly value: T } | undefined> {
    const text = await readTextIfThere(this.path);
    if (text === undefined) return { value: this.#empty() };
    const parsed = this.#schema.safeParse(parseJson(text));
    return parsed.success ? { value: parsed.data } : undefined;
  }

  async #readOrMend(): Promise<T> {
    const found = await this.#readWhole();
    if (found) return found.value;
    return this.#repair ? await this.#mend(this.#repair) : await this.#setAside();
  }

  async #setAside(): Promise<T> {
    await onDisk(rename(this.path, `${this.path}.broken`));
    this.#onBroken(this.path);
    return this.#empty();
  }

  /** The file itself is never missing in between: then it would count as a first start. */
  async #mend(repair: (content: unknown) => T): Promise<T> {
    const mended = repair(parseJson((await readTextIfThere(this.path)) ?? ''));
    await onDisk(copyFile(this.path, `${this.path}.broken`));
    await this.#write(mended);
    this.#onBroken(this.path);
    return mended;
  }

  async #write(value: T): Promise<void> {
    await writeFileAtomically(this.path, `${JSON.stringify(value, null, 2)}\n`);
  }
}

const onDisk = async <T>(work: Promise<T>): Promise<T> =>
  await work.catch((error: unknown) => {
    throw diskError(error);
  });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
