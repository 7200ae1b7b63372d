import { plural } from '../format.ts';

/** Minutes, in the largest unit that they are a whole number of. */
export const span = (minutes: number): string => {
  if (minutes % 1440 === 0) return plural(minutes / 1440, { one: 'day', other: 'days' });
  if (minutes % 60 === 0) return plural(minutes / 60, { one: 'hour', other: 'hours' });
  return plural(minutes, { one: 'minute', other: 'minutes' });
};
