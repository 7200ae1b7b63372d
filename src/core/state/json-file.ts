import { copyFile, link, rename, rm } from 'node:fs/promises';
import type { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { Mutex } from './mutex.ts';
import { diskError, isTooBig, readTextIfThere, writeFileAtomically } from './small-file.ts';

export { diskError, readTextIfThere, writeFileAtomically, writerOf } from './small-file.ts';

/** Does one piece of work while no other process does any on the same file. */
export type WithLock = <T>(work: () => Promise<T>) => Promise<T>;

export interface JsonFileOptions<T> {
  /** What can be made of content that does not fit, undefined where it is no JSON at all. Default: nothing, so `empty`. */
  readonly repair?: (content: unknown) => T;
  /** What is written of a value that is too big to be read again, the fullest first. Default: it is not written. */
  readonly shorter?: readonly ((value: T) => T)[];
  /** Default: there are no other processes. */
  readonly hold?: WithLock;
}

/** A value that outlives the process: what most of the core knows of a file. */
export interface Cell<T> {
  read(): Promise<T>;
  /** Reads, changes, writes; returns what was written. */
  update(change: (current: T) => T): Promise<T>;
}

/**
 * A small document on disk. A file that does not fit is kept aside under `<name>.broken`, and `onBroken` hears of it; what
 * could be read of it, where the document has a `repair`, takes its place.
 */
export class JsonFile<T> implements Cell<T> {
  readonly path: string;
  readonly #schema: z.ZodType<T>;
  readonly #empty: () => T;
  readonly #onBroken: (path: string) => void;
  readonly #repair: ((content: unknown) => T) | undefined;
  readonly #shorter: readonly ((value: T) => T)[];
  readonly #hold: WithLock;
  /** Updates wait for one another, or two of them would each lose the other's change. */
  readonly #queue = new Mutex();

  constructor(
    path: string,
    schema: z.ZodType<T>,
    empty: () => T,
    onBroken: (path: string) => void,
    { repair, hold, shorter }: JsonFileOptions<T> = {},
  ) {
    this.path = path;
    this.#schema = schema;
    this.#empty = empty;
    this.#onBroken = onBroken;
    this.#repair = repair;
    this.#shorter = shorter ?? [];
    this.#hold = hold ?? ((work) => work());
  }

  async read(): Promise<T> {
    return await this.#queue.run(async () => {
      const found = await this.#readWhole();
      return found ? found.value : await this.#hold(() => this.#readOrMend());
    });
  }

  async update(change: (current: T) => T): Promise<T> {
    return await this.#queue.run(
      async () =>
        await this.#hold(async () => {
          const next = change(await this.#readOrMend());
          return await this.#write(next);
        }),
    );
  }

  /** Undefined when what is there does not fit. */
  async #readWhole(): Promise<{ readonly value: T } | undefined> {
    const content = await this.#content();
    if (content === nothing) return { value: this.#empty() };
    const parsed = this.#schema.safeParse(content);
    return parsed.success ? { value: parsed.data } : undefined;
  }

  async #readOrMend(): Promise<T> {
    const found = await this.#readWhole();
    if (found) return found.value;
    return this.#repair ? await this.#mend(this.#repair) : await this.#setAside();
  }

  async #setAside(): Promise<T> {
    await onDisk(moveAside(this.path));
    this.#onBroken(this.path);
    return this.#empty();
  }

  /** The file itself is never missing in between: then it would count as a first start. */
  async #mend(repair: (content: unknown) => T): Promise<T> {
    const content = await this.#content();
    const mended = repair(content === nothing ? undefined : content);
    await onDisk(keepCopy(this.path, `${this.path}.broken`));
    await this.#write(mended);
    this.#onBroken(this.path);
    return mended;
  }

  /** What the file holds; undefined where it is no JSON, or bigger than any file of ours. */
  async #content(): Promise<unknown> {
    try {
      const text = await readTextIfThere(this.path);
      return text === undefined ? nothing : parseJson(text);
    } catch (error) {
      if (isTooBig(error)) return undefined;
      throw error;
    }
  }

  /** Returns what was written. */
  async #write(value: T): Promise<T> {
    for (const shorten of [(whole: T): T => whole, ...this.#shorter]) {
      const written = shorten(value);
      try {
        await writeFileAtomically(this.path, `${JSON.stringify(written, null, 2)}\n`);
        return written;
      } catch (error) {
        if (!isTooBig(error)) throw error;
      }
    }
    throw new AppError('disk.failed', { system: 'EFBIG', path: this.path });
  }
}

/** There is no file. */
const nothing = Symbol('nothing');

/** A second name for the same bytes costs no space, however big they are and however full the disk is. */
const keepCopy = async (from: string, to: string): Promise<void> => {
  await rm(to, { recursive: true, force: true });
  await link(from, to).catch(() => copyFile(from, to));
};

/** Over what was set aside before: of several wrecks the last one is kept. */
const moveAside = async (path: string): Promise<void> => {
  await rm(`${path}.broken`, { recursive: true, force: true });
  await rename(path, `${path}.broken`);
};

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
