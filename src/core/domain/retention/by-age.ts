import { dayMs } from '../day.ts';
import type { Policy, RetentionSettings } from './policy.ts';

/** Nothing is ever deleted for its age. */
export const forever: Policy<'off'> = {
  reason: 'off',
  over: ({ days }) => {
    return () => days === 0;
  },
};

/**
 * Made or confirmed lately. Both: with a clock that was ahead, a copy can be confirmed "before" it was made, and would be
 * pulled again at once.
 */
export const young: Policy<'young'> = {
  reason: 'young',
  over: (settings, now) => {
    const isYoung = withinDays(settings, now);
    return ({ made, confirmed }) => isYoung(made) || isYoung(confirmed);
  },
};

/** For a moment in milliseconds since 1970. One that cannot be read is no reason to delete anything. */
export const withinDays = ({ days }: RetentionSettings, now: Date): ((at: number) => boolean) => {
  const limit = now.getTime() - days * dayMs;
  return (at) => days === 0 || !(at < limit);
};
