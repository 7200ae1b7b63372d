import { aProblem } from '../../shared/problems/a-problem.ts';
import { levelName } from '../../shared/ladder.ts';
import type { Counts, LevelResult, Proof } from '../../shared/proof.ts';
import type { StagedArchive } from '../domain/backup.ts';
import { toAppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { ProcessTable } from '../ports/network.ts';
import type { ProofFindings, Prover } from '../ports/prover.ts';
import type { Tried } from '../keys/key-notes.ts';
import { triesOf } from '../keys/tried-keys.ts';
import { newScratch, removeScratch } from '../proof/scratch.ts';
import { untold } from '../proof/steps.ts';

export interface ProvePorts {
  readonly prover: Prover;
  readonly processes: ProcessTable;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where decrypted databases may lie for as long as they are looked at. */
  readonly scratchRoot: string;
  /** Those that may open it, as far as they are known. Secret. */
  readonly keys: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Hears which of them open the archive of this SHA-256. */
  readonly onTried: (sha256: string, tries: readonly Tried[]) => Promise<void>;
  /** How long the manifest waits for what is not proven yet when the upload is done, in milliseconds. */
  readonly patienceMs: number;
}

/** Long enough for tens of gigabytes on a slow disk, short enough that a backup is confirmed the same hour. */
export const usualProofPatienceMs = 15 * 60_000;

const outOfTime: ProofFindings = {
  levels: untold(aProblem('proof.undecided', { why: 'time' })),
  counts: null,
  doubts: [],
};

/**
 * Levels 2 to 4 of a staged archive, in a thread of their own while it is uploaded. Trouble on the way leaves levels untold and
 * keeps no backup from being stored.
 */
export class ProofBeside {
  readonly #ports: ProvePorts;
  readonly #signal: AbortSignal;
  readonly #end = new AbortController();
  readonly #work: Promise<ProofFindings>;
  readonly #began: Date;
  #soFar = outOfTime;

  /** @param before - counts of the last good backup of the same home */
  constructor(staged: StagedArchive, before: Counts | null, ports: ProvePorts, signal: AbortSignal) {
    this.#ports = ports;
    this.#signal = AbortSignal.any([signal, this.#end.signal]);
    this.#began = ports.clock.now();
    this.#work = this.#prove(staged, before);
    // It may end long before anyone asks: a failure that nobody hears at once would end the whole program.
    this.#work.catch(() => undefined);
  }

  /** What is proven when everything is, or when nobody waits any longer. Error: `sync.cancelled`. */
  async found(): Promise<Proof> {
    const waiting = new AbortController();
    const { clock, patienceMs } = this.#ports;
    const patience = clock.wait(patienceMs, AbortSignal.any([this.#signal, waiting.signal])).then(() => this.#soFar);
    try {
      const { levels, counts, doubts } = await Promise.race([this.#work, patience]);
      return { on: 'staged', levels: [this.#intact(), ...levels], counts, doubts: [...doubts] };
    } finally {
      waiting.abort();
      patience.catch(() => undefined);
    }
  }

  /** Ends what is still under way; nothing that it decrypted is left afterwards. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.#work.catch(() => undefined);
  }

  /** Walked and hashed while the bytes passed: before this began. */
  #intact(): LevelResult {
    return { level: 1, name: levelName(1), holds: true, at: this.#began.toISOString(), ms: null, problem: null };
  }

  async #prove({ file, bytes, sha256, report }: StagedArchive, before: Counts | null): Promise<ProofFindings> {
    const { prover, processes, scratchRoot, logger } = this.#ports;
    const scratch = newScratch(scratchRoot, processes);
    try {
      const keys = report.secureTar === undefined ? [] : await this.#ports.keys(this.#signal);
      const order = { file, bytes, modifiedMs: null, keys, upTo: 4, before, scratch } as const;
      const found = await prover(order, this.#signal, (soFar) => (this.#soFar = soFar));
      await this.#ports.onTried(sha256, triesOf(keys, found));
      return found;
    } catch (error) {
      if (this.#signal.aborted) throw error;
      logger.warn('proof failed', { code: toAppError(error).code });
      return { levels: untold(aProblem('proof.undecided')), counts: null, doubts: [] };
    } finally {
      await removeScratch(scratch);
    }
  }
}
