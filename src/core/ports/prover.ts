import type { Counts, LevelResult } from '../../shared/proof.ts';

/** What is to be proven of an archive whose structure (level 1) was found whole. */
export interface ProofOrder {
  readonly file: string;
  /** As it was when its bytes were hashed: a file that changed since is not judged. */
  readonly bytes: number;
  /** Null: it lies where nobody but this program writes, and an upload gives it the backup's own date meanwhile. */
  readonly modifiedMs: number | null;
  /** Any of them may be the one. Secret: never written down. */
  readonly keys: readonly string[];
  readonly upTo: 2 | 3 | 4;
  /** Of the last good backup of the same home. */
  readonly before: Counts | null;
  /** A folder that is not there yet; decrypted databases lie in it, and the caller removes it. */
  readonly scratch: string;
}

/** What was found: no content but counts, sizes and names of parts. */
export interface ProofFindings {
  /** Levels 2 to 4. */
  readonly levels: readonly LevelResult[];
  /** Which of the order's keys opens it, by its place there; left out where none does, or several are needed. */
  readonly openedBy?: number;
  readonly counts: Counts | null;
  /** What speaks against it and leaves it restorable; `part` names what it is about. */
  readonly doubts: readonly { readonly kind: string; readonly part: string }[];
}

/**
 * Decrypts and reads what may be gigabytes, beside everything else. Errors: `disk.failed`, `sync.cancelled`, `internal`; a damaged
 * archive is a finding, not an error.
 *
 * @param onProven - after each level: what there would be to say if nobody waited any longer
 */
export type Prover = (
  order: ProofOrder,
  signal: AbortSignal,
  onProven?: (soFar: ProofFindings) => void,
) => Promise<ProofFindings>;
