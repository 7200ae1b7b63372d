import { rm } from 'node:fs/promises';
import { z } from 'zod';
import type { OtherOwner } from './pid-lock-file.ts';
import { diskError, readOwnText, writeFileAtomically } from './small-file.ts';

/** Names the one hold of the run lock that is meant: the next hold is not. */
const requestSchema = z.object({ pid: z.number().int().positive(), since: z.string() });

/** One hold of the run lock, as it stands in the lock itself. */
export type Holder = z.infer<typeof requestSchema>;

/** How often the process with the lock checks whether another one wants it to end. */
const everyMs = 1_000;

/** The file beside the run lock in which another process asks its owner to end. */
export const stopFileOf = (lock: string): string => `${lock}.stop`;

/** Asks the owners of a run lock to end, each of them once. */
export class StopRequest {
  readonly #file: string;
  #asked: Holder | undefined;

  constructor(lock: string) {
    this.#file = stopFileOf(lock);
  }

  /** Error: `disk.*`. */
  async ask(owner: OtherOwner): Promise<void> {
    if (!owner || (this.#asked && isSame(this.#asked, owner))) return;
    const { pid, since } = owner;
    await writeFileAtomically(this.#file, JSON.stringify({ pid, since }));
    this.#asked = { pid, since };
  }

  async withdraw(): Promise<void> {
    if (this.#asked) await remove(this.#file);
  }
}

/** Heard by the owner of a run lock, until `end`. */
export interface StopWatch {
  /** Fires when another process asked this holder to end. */
  readonly stopped: AbortSignal;
  readonly end: () => void;
}

/**
 * Looks for requests by the system's own time, whatever the program's clock says: they come from other processes. A request that
 * cannot be read is looked at again; one that means somebody else is not touched.
 */
export const watchForStop = (lock: string, me: Holder, pauseMs = everyMs): StopWatch => {
  const file = stopFileOf(lock);
  const stopped = new AbortController();
  const look = async (): Promise<void> => {
    const request = parse(await readOwnText(file).catch(() => undefined));
    if (!request || !isSame(request, me) || stopped.signal.aborted) return;
    clearInterval(timer);
    stopped.abort();
    // The process that asked removes it as well.
    await remove(file).catch(() => undefined);
  };
  const timer = setInterval(() => void look(), pauseMs);
  timer.unref();
  return { stopped: stopped.signal, end: () => clearInterval(timer) };
};

const isSame = (a: Holder, b: Holder): boolean => a.pid === b.pid && a.since === b.since;

const parse = (text: string | undefined): Holder | undefined => {
  try {
    return requestSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
};

const remove = async (file: string): Promise<void> => {
  await rm(file, { force: true }).catch((error: unknown) => {
    throw diskError(error, file);
  });
};
