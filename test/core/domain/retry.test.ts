import { describe, expect, it } from 'vitest';
import { retryAfter, retryAt, type Retry } from '../../../src/core/domain/retry.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';

const now = new Date('2026-11-21T12:00:00Z');
const minute = 60_000;
/** Minutes between the tries while the same happens each time. */
const pauses = (code: ErrorCode, times: number): number[] => {
  let retry: Retry | undefined;
  return Array.from({ length: times }, () => {
    retry = retryAfter(code, retry, now);
    return (retry?.ms ?? Number.NaN) / minute;
  });
};

describe('a look that failed', () => {
  it('is made again soon, each time, while Home Assistant is away', () => {
    expect(pauses('ha.unreachable', 4)).toEqual([5, 5, 5, 5]);
  });

  it('is made less and less often while somebody in between refuses', () => {
    expect(pauses('ha.in-between', 10)).toEqual([5, 10, 20, 40, 80, 160, 320, 360, 360, 360]);
  });

  it('begins anew when something else happened, and is left to the schedule for everything else', () => {
    const refused = retryAfter('ha.in-between', retryAfter('ha.in-between', undefined, now), now);
    expect(retryAfter(undefined, refused, now)).toBeUndefined();
    expect(retryAfter('ha.token-invalid', refused, now)).toBeUndefined();
    expect(retryAfter('ha.in-between', retryAfter('ha.away', refused, now), now)?.count).toBe(1);
  });

  it('is not put off by a clock that was ahead', () => {
    const ahead = { code: 'ha.away', since: new Date('2030-01-01T00:00:00Z'), count: 1, ms: 5 * minute } as const;
    expect(retryAt(ahead, now)).toEqual(now);
    expect(retryAt({ ...ahead, since: now }, now)).toEqual(new Date(now.getTime() + 5 * minute));
  });
});
