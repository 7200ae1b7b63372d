import type { Problem } from './run-report.ts';
import type { Status } from './status.ts';

/** Until when nothing runs by itself; null = it runs. A pause that is over may still stand in the settings. */
export const pauseOf = ({ pausedUntil }: Pick<Status, 'pausedUntil'>, now: Date): string | null =>
  pausedUntil !== null && new Date(pausedUntil) > now ? pausedUntil : null;

/** Apple's trust in this computer has ended. On its last day (0 left) it still holds. */
export const isSignInOver = ({ daysLeft }: Pick<NonNullable<Status['signIn']>, 'daysLeft'>): boolean => daysLeft < 0;

/** Puts nothing in doubt that is stored, and the next run may go on all the same: to be known, not to be afraid of. */
export const isMild = ({ code }: Problem): boolean => mild.has(code);

const mild: ReadonlySet<Problem['code']> = new Set([
  'icloud.sign-in-due',
  'ha.unpulled',
  'ha.instance-ambiguous',
  'ha.away',
  'ha.unreachable',
  'icloud.offline',
  'ha.starting',
  'sync.running',
]);
