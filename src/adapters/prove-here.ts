import type { Prover } from '../core/ports/prover.ts';
import { prove } from '../core/proof/prove.ts';
import { freeBytes } from './disk-space.ts';

/** In the calling thread. */
export const proveHere: Prover = (order, signal, onProven) =>
  prove(order, { freeBytes, now: () => new Date(), onProven }, signal);
