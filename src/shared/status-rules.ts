import type { Status } from './status.ts';

/** Until when nothing runs automatically; null = it runs. A pause that is over may still stand in the settings. */
export const pauseOf = ({ pausedUntil }: Pick<Status, 'pausedUntil'>, now: Date): string | null =>
  pausedUntil !== null && new Date(pausedUntil) > now ? pausedUntil : null;

/** The sign-in has ended. On its last day (0 left) it still holds. */
export const isSignInOver = ({ daysLeft }: Pick<NonNullable<Status['signIn']>, 'daysLeft'>): boolean => daysLeft < 0;
