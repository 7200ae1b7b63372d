import { createHash } from 'node:crypto';

/** Name of a file in the cache: long enough for no two to meet. */
export const keyOf = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 40);
