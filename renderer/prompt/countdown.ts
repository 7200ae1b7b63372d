const secondMs = 1000;
/** A screen reader is told no more often than this (facts#screen-readers). Seconds. */
const spokenEvery = 10;

/** Whole seconds from now to a moment, rounded up so that the last one is seen; 0 when it is over or no date. */
export const secondsUntil = (until: string, now: Date): number => {
  const left = Math.ceil((Date.parse(until) - now.getTime()) / secondMs);
  return Number.isFinite(left) ? Math.max(left, 0) : 0;
};

/** `4:05`. */
export const asClock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The same for ten seconds at a time, so that a live region that shows it speaks once in ten. */
export const spokenSeconds = (seconds: number): number => Math.ceil(seconds / spokenEvery) * spokenEvery;
