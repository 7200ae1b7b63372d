import { z } from 'zod';
import { isErrorCode, type ErrorCode } from './error-codes.ts';
import { runOutcomes, type PlainPhase, type StagedPhase } from './vocabulary.ts';

const codeSchema = z.custom<ErrorCode>(isErrorCode);

/** A failure or warning as it leaves the core: a code, and facts that are fit for people's eyes. */
export const problemSchema = z.object({
  code: codeSchema,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type Problem = z.infer<typeof problemSchema>;

/** The same with the words that people read about it: what it is, why it is, what to do. */
export const describedProblemSchema = z.object({
  code: codeSchema,
  title: z.string(),
  cause: z.string(),
  next: z.string(),
  facts: problemSchema.shape.facts,
});
export type DescribedProblem = z.infer<typeof describedProblemSchema>;

/** What became of one backup that a run took up. */
export const backupOutcomeSchema = z.object({
  id: z.string(),
  name: z.string(),
  outcome: z.enum(['stored', 'already-stored', 'refused', 'failed']),
  problem: problemSchema.optional(),
  /** Name in the cloud. */
  archive: z.string().optional(),
  bytes: z.number().int().nonnegative().optional(),
  /** To which level of the ladder it was proven before it was confirmed. */
  level: z.number().int().nonnegative().optional(),
});
export type BackupOutcome = z.infer<typeof backupOutcomeSchema>;

/** A backup that should be stored and is not, and why. */
export const missingBackupSchema = z.object({
  id: z.string(),
  name: z.string(),
  date: z.string(),
  problem: problemSchema,
});

/** The result of one run, the same for the terminal, the history and the windows. */
export const runReportSchema = z.object({
  started: z.iso.datetime(),
  finished: z.iso.datetime(),
  outcome: z.enum(runOutcomes),
  /** Why the run ended early. */
  problem: problemSchema.optional(),
  /** Id of the backup that Home Assistant was asked to make. */
  created: z.string().optional(),
  backups: z.array(backupOutcomeSchema),
  /** Names of archives that were moved to Recently Deleted. */
  pruned: z.array(z.string()),
  warnings: z.array(problemSchema),
  /** After a run that the user started: what is still not stored, newest first. */
  missing: z.array(missingBackupSchema).optional(),
  /** Whether the destination was spoken to at all. */
  askedApple: z.boolean(),
});
export type RunReport = z.infer<typeof runReportSchema>;

/** What a run is doing just now. */
export type Activity =
  | {
      readonly phase: PlainPhase;
      /** How far a file on this computer was read. Bytes. */
      readonly read?: { readonly bytes: number; readonly total: number };
    }
  /** Home Assistant makes a backup, or restores one; its own word for how far it is, an open set, may be empty. */
  | { readonly phase: StagedPhase; readonly stage: string }
  | {
      readonly phase: 'transferring';
      readonly download?: TransferState;
      readonly upload?: TransferState & { readonly finishing: boolean };
      /** Backups that wait behind these. */
      readonly waiting: number;
    };

export interface TransferState {
  readonly name: string;
  readonly bytes: number;
  readonly total: number | undefined;
}
