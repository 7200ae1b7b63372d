import { stat } from 'node:fs/promises';
import type { FileLevel } from '../../shared/ladder.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import type { LevelResult } from '../../shared/proof.ts';
import { corePart } from '../archive/backup-json.ts';
import { ArchiveFile, type Listed } from '../archive/open/archive-file.ts';
import { KeyRing } from '../archive/open/key-ring.ts';
import { meantBy } from '../archive/open/key-text.ts';
import { contextOf, walkParts } from '../archive/open/walk-parts.ts';
import type { FreeBytes } from '../ports/disk-space.ts';
import type { ProofFindings, ProofOrder } from '../ports/prover.ts';
import { AppError, throwIfCancelled } from '../errors/app-error.ts';
import { ContentWatch, databaseName } from './content.ts';
import { countsOf } from './counts.ts';
import { judgeDatabase, type DatabaseVerdict } from './database.ts';
import { makesSense, type ContentVerdict } from './makes-sense.ts';
import { opensWithKey } from './opens.ts';
import { readable } from './readable.ts';
import { Scratch } from './scratch.ts';
import { tried, untold, type Verdict } from './steps.ts';

export interface ProofTools {
  readonly freeBytes: FreeBytes;
  readonly now: () => Date;
  /** After each level: the answer if it had to end there for lack of time. */
  readonly onProven?: ((soFar: ProofFindings) => void) | undefined;
  /** SQLite holds the thread from here on: what is to be said if nobody wants to wait for it, and how many bytes it looks at. */
  readonly beforeDatabase?: (soFar: ProofFindings, bytes: number) => void;
}

/** Levels 2 to 4 of an archive on disk, each only where the one below it holds. Errors: as `Prover`. */
export const prove = async (order: ProofOrder, tools: ProofTools, signal: AbortSignal): Promise<ProofFindings> => {
  const keys = new KeyRing(order.keys);
  const archive = await ArchiveFile.open(order.file);
  try {
    const listed = await archive.list(signal);
    const findings = await new Proof(order, tools, signal, archive, listed, keys).climb();
    if (await isAsItWas(order)) return { ...findings, ...openerOf(order.keys, keys, findings) };
    return { levels: untold(aProblem('proof.file-changed')), counts: null, doubts: [] };
  } finally {
    keys.wipe();
    await archive.close();
  }
};

/** Where a part was not opened, the whole was not either. */
const openerOf = (
  given: readonly string[],
  { opener }: KeyRing,
  { levels: [opens] }: ProofFindings,
): Pick<ProofFindings, 'openedBy'> => {
  const place =
    opener === undefined || opens?.holds !== true ? -1 : given.findIndex((key) => meantBy(key).includes(opener));
  return place < 0 ? {} : { openedBy: place };
};

/** What was hashed is what was read. */
const isAsItWas = async ({ file, bytes, modifiedMs }: ProofOrder): Promise<boolean> => {
  const found = await stat(file).catch(() => undefined);
  return found?.size === bytes && (modifiedMs === null || found.mtimeMs === modifiedMs);
};

class Proof {
  readonly #order: ProofOrder;
  readonly #tools: ProofTools;
  readonly #signal: AbortSignal;
  readonly #archive: ArchiveFile;
  readonly #listed: Listed;
  readonly #keys: KeyRing;
  readonly #scratch: Scratch;
  readonly #watch: ContentWatch;

  constructor(
    order: ProofOrder,
    tools: ProofTools,
    signal: AbortSignal,
    archive: ArchiveFile,
    listed: Listed,
    keys: KeyRing,
  ) {
    this.#order = order;
    this.#tools = tools;
    this.#signal = signal;
    this.#archive = archive;
    this.#listed = listed;
    this.#keys = keys;
    this.#scratch = new Scratch(order.scratch, tools.freeBytes);
    this.#watch = new ContentWatch(this.#scratch);
  }

  async climb(): Promise<ProofFindings> {
    const opens = await this.#try(2, () => this.#opens());
    if (opens.holds !== true) return this.#stopped([opens], opens);
    if (this.#order.upTo < 3) return this.#ended([opens]);
    this.#tools.onProven?.({ levels: [opens, ...untold(tooLate, 3)], counts: null, doubts: [] });
    const reads = await this.#try(3, () => this.#reads());
    if (reads.holds !== true) return this.#stopped([opens, reads], reads);
    if (this.#order.upTo < 4) return this.#ended([opens, reads]);
    let content: ContentVerdict | undefined;
    const began = this.#tools.now();
    const sense = await this.#try(4, () => {
      this.#announceDatabase([opens, reads, tried(4, tookTooLong, { began, ended: began })]);
      content = this.#content();
      return Promise.resolve(verdictOf(content));
    });
    return {
      levels: [opens, reads, sense],
      counts: countsOf(this.#watch, this.#listed),
      doubts: content?.doubts ?? [],
    };
  }

  /** What keeps one level from being told (a key, a newer format) keeps those above from it, too. */
  #stopped(levels: LevelResult[], last: LevelResult): ProofFindings {
    const why = last.holds === null && last.problem !== null ? last.problem : 'below';
    return { levels: [...levels, ...untold(why, (levels.length + 2) as FileLevel)], counts: null, doubts: [] };
  }

  #ended(levels: LevelResult[]): ProofFindings {
    return {
      levels: [...levels, ...untold('not-asked', (levels.length + 2) as FileLevel)],
      counts: null,
      doubts: [],
    };
  }

  async #try(level: 2 | 3 | 4, work: () => Promise<Verdict>): Promise<LevelResult> {
    throwIfCancelled(this.#signal);
    const began = this.#tools.now();
    const verdict = await work();
    return tried(level, verdict, { began, ended: this.#tools.now() });
  }

  async #opens(): Promise<Verdict> {
    const context = contextOf(this.#listed, { keys: this.#keys, signal: this.#signal });
    return opensWithKey(this.#archive, this.#listed.parts, context, this.#listed.json?.protected === true);
  }

  /** What level 4 needs is taken along: the bytes pass only once. */
  async #reads(): Promise<Verdict> {
    const visitor = this.#order.upTo < 4 ? { entry: () => undefined } : this.#watch;
    const walked = await walkParts(this.#archive, this.#listed, { keys: this.#keys, visitor, signal: this.#signal });
    return readable(walked);
  }

  #content(): ContentVerdict {
    const { parts, json } = this.#listed;
    const hasCore = parts.some(({ name }) => name === corePart);
    return makesSense({
      core: hasCore ? this.#watch.core : undefined,
      database: hasCore ? this.#database() : undefined,
      lacks: this.#scratch.lacks,
      swapped: [...this.#watch.swapped],
      counts: countsOf(this.#watch, this.#listed),
      before: this.#order.before,
      date: json?.date,
    });
  }

  #announceDatabase(levels: LevelResult[]): void {
    const soFar = { levels, counts: countsOf(this.#watch, this.#listed), doubts: [] };
    this.#tools.onProven?.(soFar);
    this.#tools.beforeDatabase?.(soFar, this.#watch.core.database ?? 0);
  }

  #database(): DatabaseVerdict | undefined {
    if (this.#watch.core.database === undefined || this.#scratch.lacks) return undefined;
    return judgeDatabase(this.#scratch.pathOf(this.#watch.databaseFile));
  }
}

const tookTooLong: Verdict = {
  holds: null,
  problem: aProblem('proof.undecided', { part: databaseName, why: 'time' }),
};

const tooLate = aProblem('proof.undecided', { why: 'time' });

const verdictOf = ({ holds, problem }: ContentVerdict): Verdict => {
  if (holds === true) return { holds };
  if (!problem) throw new AppError('internal', { kind: 'a level without a reason' });
  return { holds, problem };
};
