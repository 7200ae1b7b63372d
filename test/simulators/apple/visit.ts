import type { Answer } from './exchange.ts';
import type { SrpChallenge } from './srp.ts';

/** One visit of the sign-in page; the client names it by `X-Apple-ID-Session-Id`, also from another process. */
export interface Visit {
  id: string;
  scnt: string;
  challenges: Map<string, SrpChallenge>;
  /** `password` = proven, a code is wanted; `complete` = everything proven. */
  proven: 'nothing' | 'password' | 'repair' | 'complete';
}

/**
 * The error form of idmsa: both spellings of the list, as recorded. Known codes: -20101, -20209, -21669 (rclone's
 * users), -22982 (fastlane #16359), -28248 (fastlane #28816); -20528 and -20500 only fill a gap.
 */
export function serviceError(status: number, code: string, message: string): Answer {
  const error = { code, title: '', message };
  return {
    status,
    body: { serviceErrors: [error], service_errors: [{ ...error, suppressDismissal: false }], hasError: true },
  };
}
