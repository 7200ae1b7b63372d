import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../core/errors/app-error.ts';
import type { ProofFindings, Prover } from '../core/ports/prover.ts';
import { answerOf } from './proof-answer.ts';

/** Of its heap, in MiB: the largest registry that is parsed needs a part of it. Buffers come on top, and are bounded. */
const maxHeap = 1024;

/** This module is bundled into a program or into a chunk beside it. */
const programs = ['proof-worker.js', join('..', 'proof-worker.js')].map((name) => join(import.meta.dirname, name));

/** The program does its proofs in a thread of its own; a source tree, which has no bundle of it, in this one. */
export const openProver = (): Prover => {
  const program = programs.find((path) => existsSync(path));
  return async (order, signal, onProven) =>
    program === undefined
      ? await (await import('./prove-here.ts')).proveHere(order, signal, onProven)
      : await inThread(program, order, signal, onProven);
};

const inThread = async (program: string, ...[order, signal, onProven]: Parameters<Prover>): Promise<ProofFindings> => {
  if (signal.aborted) throw new AppError('sync.cancelled');
  // Neither arguments nor environment: what it needs comes as a message.
  const worker = new Worker(program, { argv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: maxHeap } });
  try {
    worker.postMessage(order);
    return await answerOf(worker, signal, onProven);
  } finally {
    // In the middle of whatever it does: SQLite holds the thread for minutes.
    await worker.terminate();
  }
};
