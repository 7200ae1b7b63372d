import { retryOf, type ErrorCode, type Retry } from '../../shared/error-codes.ts';
import type { ErrorFacts } from '../../shared/error-facts.ts';

export type { ErrorFacts };

/**
 * The only error that crosses a room's door. `cause` is kept for the debugger alone: it may hold tokens or whole command
 * lines, so neither logs nor windows may print it (that is why `toJSON` leaves it out).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.facts = facts;
  }

  get retry(): Retry {
    return retryOf(this.code);
  }

  toJSON(): { code: ErrorCode; facts: ErrorFacts } {
    return { code: this.code, facts: this.facts };
  }
}

/** What was thrown, as a coded error: an unknown one is a bug of ours and says so. */
export const toAppError = (thrown: unknown): AppError => {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return new AppError('sync.cancelled', {}, thrown);
  return new AppError('internal', { kind: thrown instanceof Error ? thrown.name : typeof thrown }, thrown);
};

export const isCode = (thrown: unknown, ...codes: ErrorCode[]): boolean =>
  thrown instanceof AppError && codes.includes(thrown.code);

/** Ends a step at once when the user or the app's end asked for it. */
export const throwIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new AppError('sync.cancelled');
};
