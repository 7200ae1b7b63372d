import type { Worker } from 'node:worker_threads';
import { AppError } from '../core/errors/app-error.ts';
import type { ProofFindings } from '../core/ports/prover.ts';
import { untold } from '../core/proof/steps.ts';
import { aProblem } from '../shared/problems/a-problem.ts';
import type { ProofAnswer } from './proof-messages.ts';

/** Something in it took more memory than the thread may have; the backup may be fine. */
const tooLarge: ProofFindings = {
  levels: untold(aProblem('proof.undecided', { why: 'memory' })),
  counts: null,
  doubts: [],
};

/** Slower than any disk; few bytes can be made to take SQLite years, and honest ones never take this long. */
const databaseMs = (bytes: number): number => 10 * 60_000 + bytes / 2000;

/**
 * The answer of the thread that proves. It is not ended here. Errors: as `Prover`.
 *
 * @param patience - milliseconds for a database of so many bytes
 */
export const answerOf = (
  worker: Worker,
  signal: AbortSignal,
  onProven: (soFar: ProofFindings) => void = () => undefined,
  patience = databaseMs,
): Promise<ProofFindings> => {
  let timer: NodeJS.Timeout | undefined;
  const answer = new Promise<ProofFindings>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('sync.cancelled')), { once: true });
    worker.on('message', (said: ProofAnswer) => {
      if ('findings' in said) resolve(said.findings);
      else if ('soFar' in said) {
        onProven(said.soFar);
        const { databaseBytes } = said;
        if (databaseBytes !== undefined) timer = setTimeout(() => resolve(said.soFar), patience(databaseBytes));
      } else reject(new AppError(said.failed.code, said.failed.facts));
    });
    worker.once('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(tooLarge);
      else reject(new AppError('internal', { kind: error.name }, error));
    });
    worker.once('exit', () => reject(new AppError('internal', { kind: 'the thread ended' })));
  });
  return answer.finally(() => clearTimeout(timer));
};
