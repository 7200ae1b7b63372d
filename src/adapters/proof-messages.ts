import type { ErrorFacts } from '../core/errors/app-error.ts';
import type { ProofFindings } from '../core/ports/prover.ts';
import type { ErrorCode } from '../shared/error-codes.ts';

/**
 * What the thread that proves answers with; it is given one `ProofOrder`. `soFar` comes after each
 * level, with `databaseBytes` before SQLite holds it, maybe for good: then that is the answer. Nothing of a backup's content crosses, and keys cross
 * one way only.
 */
export type ProofAnswer =
  | { readonly findings: ProofFindings }
  | { readonly soFar: ProofFindings; readonly databaseBytes?: number }
  | { readonly failed: { readonly code: ErrorCode; readonly facts: ErrorFacts } };
