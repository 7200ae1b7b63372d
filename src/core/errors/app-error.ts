import type { ErrorCode } from '../../shared/error-codes.ts';
import type { ErrorFacts, FactsOf, RaisedFacts } from '../../shared/error-facts.ts';

export type { ErrorFacts };

/**
 * The only error that crosses a room's door. `cause` is kept for the debugger alone: it may hold tokens or whole command
 * lines, so neither logs nor windows may print it (that is why `toJSON` leaves it out).
 */
export class AppError<out Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  /** As the code's entry in shared/problems declares them. */
  readonly facts: ErrorFacts & FactsOf<Code>;

  constructor(code: Code, facts = {} as RaisedFacts<Code>, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.facts = facts;
  }

  /** Of whatever was thrown nobody knows the code: left to itself, `instanceof` would make it `any`. */
  static override [Symbol.hasInstance](thrown: unknown): thrown is AppError {
    return Function.prototype[Symbol.hasInstance].call(this, thrown);
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

export const isCode = <Code extends ErrorCode>(thrown: unknown, ...codes: readonly Code[]): thrown is AppError<Code> =>
  thrown instanceof AppError && (codes as readonly ErrorCode[]).includes(thrown.code);

/** Whether it is a coded error for which the rule holds (shared/problems/rules.ts). */
export const isSuch = (thrown: unknown, rule: (code: ErrorCode) => boolean): thrown is AppError =>
  thrown instanceof AppError && rule(thrown.code);

/** Ends a step at once when the user or the app's end asked for it. */
export const throwIfCancelled = (signal: AbortSignal): void => {
  if (signal.aborted) throw new AppError('sync.cancelled');
};
