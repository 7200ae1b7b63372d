import { throwIfCancelled } from '../../errors/app-error.ts';
import { isVersion1 } from '../contents.ts';
import { innerLimits } from '../tar-limits.ts';
import { TarError, TarReader, type TarEntry } from '../tar-reader.ts';
import type { KeyRing } from './key-ring.ts';
import type { ArchiveBytes, Listed, Part } from './list-archive.ts';
import { openPart, type OpenContext } from './open-part.ts';
import { PartFault, type PartTrouble } from './part-fault.ts';

type Maybe<T> = T | Promise<T>;

/** Takes the content of one file. The next piece is read when the promise that it returned is kept. */
export interface ContentSink {
  /** The bytes are valid until the returned promise is kept; copy what is to stay. */
  write(piece: Buffer): Maybe<void>;
  /** All of it came, though the part's checksums are not compared before its end. */
  end(): Maybe<void>;
  /** The part broke off in the middle of it. */
  broken(): Maybe<void>;
}

export interface PartVisitor {
  /** Whether to read the part at all; left out = yes. */
  wants?(part: Part): boolean;
  /** An entry of the inner tar, in its order. Names are as they stand there (without `./`): code that writes them to a disk checks them. */
  entry(part: Part, entry: TarEntry): Maybe<ContentSink | undefined>;
}

/** How the reading of one part ended. `read`: to its last byte, with all checksums. */
export type PartOutcome =
  | { readonly part: Part; readonly outcome: 'read' | 'skipped' }
  | { readonly part: Part; readonly outcome: 'failed'; readonly fault: PartFault };

export interface WalkOptions {
  readonly keys: KeyRing;
  readonly visitor: PartVisitor;
  readonly signal: AbortSignal;
}

/**
 * Reads all parts of an archive, one after the other; a damaged one costs itself alone. Constant memory, at the visitor's pace.
 * Errors: `disk.failed`, `sync.cancelled`, and whatever the visitor throws.
 */
export const walkParts = async (
  archive: ArchiveBytes,
  listed: Listed,
  options: WalkOptions,
): Promise<PartOutcome[]> => {
  const outcomes: PartOutcome[] = [];
  for (const part of listed.parts)
    outcomes.push(await walkPart(archive, part, contextOf(listed, options), options.visitor));
  return outcomes;
};

/** What is needed to open parts of the archive. */
export const contextOf = ({ json }: Listed, { keys, signal }: Pick<WalkOptions, 'keys' | 'signal'>): OpenContext => ({
  keys,
  signal,
  isVersion1: json !== undefined && isVersion1(json),
});

export const walkPart = async (
  archive: ArchiveBytes,
  part: Part,
  context: OpenContext,
  visitor: PartVisitor,
): Promise<PartOutcome> => {
  if (visitor.wants?.(part) === false) return { part, outcome: 'skipped' };
  const walk = new InnerWalk(part, visitor);
  try {
    for await (const piece of openPart(archive, part, context)) {
      throwIfCancelled(context.signal);
      await walk.push(piece);
    }
    await walk.finish();
    return { part, outcome: 'read' };
  } catch (error) {
    await walk.broken();
    const fault = asFault(error);
    if (!fault) throw error;
    return { part, outcome: 'failed', fault };
  }
};

const asFault = (error: unknown): PartFault | undefined => {
  if (error instanceof PartFault) return error;
  return error instanceof TarError ? new PartFault(troubles[error.fault], error) : undefined;
};

const troubles: Readonly<Record<TarError['fault'], PartTrouble>> = {
  'bad-header': 'tar',
  'cut-short': 'tar',
  'data-after-end': 'trailing',
  'not-understood': 'bounds',
};

/** What the reader met in one piece, kept until the visitor took it: the reader itself does not wait. */
type Step =
  | { readonly is: 'entry'; readonly entry: TarEntry }
  | { readonly is: 'piece'; readonly bytes: Buffer }
  | { readonly is: 'end' };

class InnerWalk {
  readonly #part: Part;
  readonly #visitor: PartVisitor;
  readonly #reader: TarReader;
  #steps: Step[] = [];
  #sink: ContentSink | undefined;

  constructor(part: Part, visitor: PartVisitor) {
    this.#part = part;
    this.#visitor = visitor;
    this.#reader = new TarReader(
      {
        entry: (entry) => void this.#steps.push({ is: 'entry', entry }),
        begin: () => 'pieces',
        head: () => undefined,
        piece: (bytes) => void this.#steps.push({ is: 'piece', bytes }),
        end: () => void this.#steps.push({ is: 'end' }),
      },
      innerLimits,
    );
  }

  async push(piece: Buffer): Promise<void> {
    try {
      this.#reader.push(piece);
    } finally {
      // Before it broke, the piece may have held whole files.
      await this.#drain();
    }
  }

  async finish(): Promise<void> {
    this.#reader.finish();
    await this.#drain();
  }

  async broken(): Promise<void> {
    const sink = this.#sink;
    this.#sink = undefined;
    await sink?.broken();
  }

  async #drain(): Promise<void> {
    const steps = this.#steps;
    this.#steps = [];
    for (const step of steps) {
      const going = this.#take(step);
      // Most have nothing to wait for, and there may be millions.
      if (going instanceof Promise) await going;
    }
  }

  #take(step: Step): Maybe<void> {
    if (step.is === 'piece') return this.#sink?.write(step.bytes);
    if (step.is === 'end') {
      const sink = this.#sink;
      this.#sink = undefined;
      return sink?.end();
    }
    const sink = this.#visitor.entry(this.#part, step.entry);
    if (sink instanceof Promise) return sink.then((one) => void (this.#sink = one));
    this.#sink = sink;
  }
}
