import type { PauseLength } from '../../shared/vocabulary.ts';

const hourMs = 3_600_000;
const morningHour = 6;
/** "Until tomorrow", said late at night, does not mean in an hour. */
const shortestMs = 4 * hourMs;

/** When a pause ends: in an hour, or on the next morning, by this computer's own clock. Pure. */
export const pauseUntil = (length: PauseLength, now: Date): Date => {
  if (length === 'hour') return new Date(now.getTime() + hourMs);
  const morning = new Date(now);
  morning.setHours(morningHour, 0, 0, 0);
  while (morning.getTime() - now.getTime() < shortestMs) morning.setDate(morning.getDate() + 1);
  return morning;
};
