import { once } from 'node:events';
import { AppError } from '../../src/core/errors/app-error.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { ProcessTable } from '../../src/core/ports/network.ts';
import type { ProofFindings, Prover } from '../../src/core/ports/prover.ts';
import { untold } from '../../src/core/proof/steps.ts';

/** Nobody looked inside. */
const unlooked: ProofFindings = { levels: untold('not-asked'), counts: null, doubts: [] };

/** Finds always the same. */
export const proverOf =
  (findings = unlooked): Prover =>
  () =>
    Promise.resolve(findings);

/** Waits for as long as somebody wants to: what is proven decides, not the time. */
export class EndlessClock implements Clock {
  readonly #now: Date;

  constructor(now: Date) {
    this.#now = now;
  }

  now(): Date {
    return this.#now;
  }

  async wait(_ms: number, signal: AbortSignal): Promise<void> {
    if (!signal.aborted) await once(signal, 'abort');
    throw new AppError('sync.cancelled');
  }
}

/** This process, and nobody else. */
export const alone: ProcessTable = {
  self: { pid: 1, started: 'now' },
  startOf: () => Promise.resolve(undefined),
};
