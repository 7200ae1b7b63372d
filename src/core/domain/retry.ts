import type { ErrorCode } from '../../shared/error-codes.ts';
import { retryOf } from '../../shared/problems/rules.ts';

/** When a look that failed is made again: so long after it ended. */
export interface Retry {
  readonly code: ErrorCode;
  readonly since: Date;
  /** Failures of this code in a row. */
  readonly count: number;
  readonly ms: number;
}

const minuteMs = 60_000;
/** A computer that comes home, or a Home Assistant that starts, is there again within minutes. */
const awayMs = 5 * minuteMs;
const longestMs = 6 * 60 * minuteMs;

/**
 * Pure. Who is away is looked for again soon, each time; somebody in between who refuses is asked less and less often, for each
 * question may count against this computer. Undefined: the schedule decides.
 */
export const retryAfter = (code: ErrorCode | undefined, before: Retry | undefined, now: Date): Retry | undefined => {
  if (code === undefined) return undefined;
  if (retryOf(code) === 'soon') return { code, since: now, count: 1, ms: awayMs };
  if (retryOf(code) !== 'seldom') return undefined;
  const count = before?.code === code ? before.count + 1 : 1;
  return { code, since: now, count, ms: Math.min(awayMs * 2 ** (count - 1), longestMs) };
};

/** The moment itself. A failure that lies in the future was noted by a clock that has been set back: due at once. */
export const retryAt = ({ since, ms }: Retry, now: Date): Date => (since > now ? now : new Date(since.getTime() + ms));
