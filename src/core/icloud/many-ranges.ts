import { inPieces, bytesOfRanges, type Range } from '../domain/ranges.ts';
import { throwIfCancelled } from '../errors/app-error.ts';
import { appleBudget } from './apple-budget.ts';

/** Reads a range of the file, in order, over a connection of its own; what `take` throws ends it and is thrown on. */
export type ReadRange = (
  range: Range,
  take: (piece: Uint8Array) => Promise<void>,
  signal: AbortSignal,
) => Promise<void>;

export interface ManyRanges {
  readonly missing: readonly Range[];
  /** Where the piece stands in the file. Called for several ranges at once. */
  readonly take: (offset: number, piece: Uint8Array) => Promise<void>;
  /** The one whose failure is the failure. */
  readonly first: ReadRange;
  /** Those beside it: what they cannot have, the first one asks for. */
  readonly beside: ReadRange;
}

/**
 * Reads ranges of one file over several connections, as many as are worth it. The first one goes alone until it brought
 * something, so whatever is wrong is asked for once; the others are only there for speed. One that is done takes over half of
 * what another one still has to bring. Returns, or throws, when all have ended.
 */
export const readManyRanges = async (order: ManyRanges, signal: AbortSignal): Promise<void> =>
  await new Crew(order, signal).work();

/** What one connection is at. */
interface Task {
  next: number;
  /** Moves towards `next` when another connection takes over the rest. */
  end: number;
}

class Crew {
  readonly #order: ManyRanges;
  readonly #signal: AbortSignal;
  readonly #all = new AbortController();
  readonly #waiting: Task[];
  readonly #running = new Set<Task>();
  readonly #helpers = new Set<Promise<void>>();
  readonly #connections: number;
  #refusal: { readonly error: unknown } | undefined;
  #areCalled = false;

  constructor(order: ManyRanges, signal: AbortSignal) {
    this.#order = order;
    this.#signal = signal;
    const bytes = bytesOfRanges(order.missing);
    const { connections, leastPieceBytes } = appleBudget.reading;
    this.#connections = Math.min(connections, Math.max(Math.floor(bytes / leastPieceBytes), 1));
    this.#waiting = inPieces(order.missing, pieceBytesOf(bytes, this.#connections)).map(({ start, end }) => ({
      next: start,
      end,
    }));
  }

  async work(): Promise<void> {
    const end = (): void => this.#all.abort();
    this.#signal.addEventListener('abort', end, { once: true });
    try {
      throwIfCancelled(this.#signal);
      await this.#lead();
    } catch (error) {
      throwIfCancelled(this.#signal);
      throw this.#refusal === undefined ? error : this.#refusal.error;
    } finally {
      this.#all.abort();
      await Promise.all(this.#helpers);
      this.#signal.removeEventListener('abort', end);
    }
  }

  async #lead(): Promise<void> {
    for (;;) {
      const task = this.#nextTask();
      if (task) await this.#read(this.#order.first, task, () => this.#callHelpers());
      else if (this.#helpers.size > 0) await Promise.race(this.#helpers);
      else return;
      if (this.#refusal) throw this.#refusal.error;
    }
  }

  #callHelpers(): void {
    if (this.#areCalled) return;
    this.#areCalled = true;
    while (this.#helpers.size < this.#connections - 1 && this.#waiting.length > 0) {
      const helper = this.#help().finally(() => this.#helpers.delete(helper));
      this.#helpers.add(helper);
    }
  }

  /** One that failed leaves what it did not bring to the others, and does not come back. */
  async #help(): Promise<void> {
    try {
      for (let task = this.#nextTask(); task; task = this.#nextTask())
        await this.#read(this.#order.beside, task, () => undefined);
    } catch {
      // What the disk refused is kept in `#refusal`; why a connection failed the first one finds out if it lasts.
    }
  }

  #nextTask(): Task | undefined {
    return this.#waiting.shift() ?? this.#half();
  }

  /** The second half of what somebody has most of still before them. */
  #half(): Task | undefined {
    const leftOf = ({ next, end }: Task): number => end - next;
    const [most] = [...this.#running].sort((a, b) => leftOf(b) - leftOf(a));
    if (most === undefined || leftOf(most) < 2 * appleBudget.reading.leastPieceBytes) return undefined;
    const { end } = most;
    most.end = most.next + Math.ceil(leftOf(most) / 2);
    return { next: most.end, end };
  }

  async #read(read: ReadRange, task: Task, onFirst: () => void): Promise<void> {
    const range = { start: task.next, end: task.end };
    const enough = new AbortController();
    this.#running.add(task);
    try {
      const take = async (piece: Uint8Array): Promise<void> => {
        const offset = task.next;
        const taken = piece.subarray(0, task.end - offset);
        task.next += taken.length;
        if (taken.length > 0) await this.#take(offset, taken);
        if (offset === range.start) onFirst();
        // Somebody else brings the rest.
        if (task.next >= task.end && task.end < range.end) enough.abort();
      };
      await read(range, take, AbortSignal.any([this.#all.signal, enough.signal]));
    } catch (error) {
      if (!enough.signal.aborted || this.#all.signal.aborted) throw error;
    } finally {
      this.#running.delete(task);
      if (task.next < task.end) this.#waiting.unshift(task);
    }
  }

  async #take(offset: number, piece: Uint8Array): Promise<void> {
    try {
      await this.#order.take(offset, piece);
    } catch (error) {
      this.#refusal ??= { error };
      this.#all.abort();
      throw error;
    }
  }
}

/** Each connection gets its share in a few goes: what is read in order (its hash, for example) then keeps up with what came. */
const pieceBytesOf = (bytes: number, connections: number): number => {
  const goes = Math.max(Math.round(bytes / connections / appleBudget.reading.pieceBytes), 1);
  return Math.max(Math.ceil(bytes / connections / goes), 1);
};
