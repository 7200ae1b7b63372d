import { onBytes } from './byte-damages.ts';
import type { Corruption } from './damage.ts';
import { onInsides } from './inner-damages.ts';

/** Each with the lowest level that catches it; docs/proof.md shows the same. */
export const corruptions: readonly Corruption[] = [...onBytes, ...onInsides];
