import type { Clock } from './ports/clock.ts';

/**
 * Pauses between looks at a listing that may show late what was just done, in milliseconds: about a minute in all, and few
 * looks, for each is up to three requests.
 */
export const usualLooksMs: readonly number[] = [2_000, 6_000, 15_000, 30_000];

/** Looks until `isThere` is content or the pauses are used up; returns what the last look saw. */
export const lookUntil = async <T>(
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  pausesMs: readonly number[],
  clock: Clock,
  signal: AbortSignal,
): Promise<T> => {
  let seen = await look();
  for (const pause of pausesMs) {
    if (isThere(seen)) break;
    await clock.wait(pause, signal);
    seen = await look();
  }
  return seen;
};
