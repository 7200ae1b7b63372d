import { parentPort } from 'node:worker_threads';
import { toAppError } from '../core/errors/app-error.ts';
import type { ProofFindings, ProofOrder } from '../core/ports/prover.ts';
import { prove } from '../core/proof/prove.ts';
import { freeBytes } from './disk-space.ts';
import type { ProofAnswer } from './proof-messages.ts';
import { stepBehind } from './thread-priority.ts';

/* The thread of `proof-thread.ts`, a program of its own in the bundle: takes one order, answers once, and is ended. */

const never = new AbortController().signal;

const say = (answer: ProofAnswer): void => parentPort?.postMessage(answer);

const beforeDatabase = (soFar: ProofFindings, databaseBytes: number): void => say({ soFar, databaseBytes });

const onProven = (soFar: ProofFindings): void => say({ soFar });

const answerTo = async (order: ProofOrder): Promise<ProofAnswer> => {
  try {
    return { findings: await prove(order, { freeBytes, now: () => new Date(), onProven, beforeDatabase }, never) };
  } catch (error) {
    const { code, facts } = toAppError(error);
    return { failed: { code, facts } };
  }
};

stepBehind();
parentPort?.once('message', (order: ProofOrder) => {
  void answerTo(order).then(say);
});
