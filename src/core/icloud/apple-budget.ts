import { dayMs } from '../domain/day.ts';
import type { AskBudget } from '../ports/destination.ts';

const hourMs = 3_600_000;

/** How often Apple is spoken to without the user, and how often about a sign-in at all. Every such number stands here. */
export const appleBudget = {
  /** With nothing to do the drive is looked at once a day, and sooner where the last look left something open. */
  lookEveryMs: dayMs,
  openLookEveryMs: hourMs,
  /** A full drive is tried again once a day. */
  fullEveryMs: dayMs,
  /** Each sign-in without the user costs them an e-mail from Apple (facts#apple-sessions). */
  silentSignInEveryMs: dayMs,
  /** Each failure makes Apple's lockouts longer (facts#throttling): hours after the 1st, 2nd and every further one in a row. */
  pauseHours: [6, 12, 24],
  /** So long without one, and the next is the first again. */
  pausesRowMs: 3 * dayMs,
  /** Apple locks accounts and blocks codes when asked too often (facts#code-requests): at most so many in a series. */
  codesAsked: 3,
  wrongCodes: 3,
  wrongPasswords: 2,
  /** After so long a series is over. */
  quietMs: hourMs,
  /** Between two codes by the same way. */
  resendMs: 60_000,
  /**
   * One file over several connections. Each piece costs five requests, and is so large that a file needs few more of them than
   * with `rclone copyto` (docs/decisions/restore-in-ranges.md).
   */
  reading: {
    connections: 6,
    /** Nothing smaller is worth a connection of its own. */
    leastPieceBytes: 32 * 1024 ** 2,
    pieceBytes: 128 * 1024 ** 2,
  },
} as const satisfies AskBudget & Record<string, unknown>;
