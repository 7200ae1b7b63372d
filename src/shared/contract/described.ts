import type { Activity, DescribedProblem, Problem } from '../run-report.ts';
import type { ListedBackup, RestoreResult } from '../status.ts';
import type { ProblemAction } from './cures.ts';

/**
 * What main tells a window: wherever it speaks in codes, the words stand beside them. The catalogue that they come from
 * (shared/words.ts and its neighbours) stays in main, and with it the question which language is spoken.
 */
export type Described<T> = T extends Problem
  ? WindowProblem
  : T extends ListedBackup
    ? T & BackupWords
    : T extends RestoreResult
      ? T & RestoreWords
      : T extends Activity
        ? T & ActivityWords
        : T extends object
          ? { [Key in keyof T]: Described<T[Key]> }
          : T;

/** A problem with its words, and with what follows from its code. */
export type WindowProblem = DescribedProblem & {
  /** What can be done about it, the most useful first. */
  readonly actions: readonly ProblemAction[];
  /** Nothing can go to iCloud before the user has done something about it. */
  readonly blocksICloud: boolean;
};

export interface BackupWords {
  /** Why the next run does with it what it does: `not old enough to go`. */
  readonly because: string;
  /** What speaks against the copy in iCloud, one line for each defect. */
  readonly shortcomings: readonly string[];
}

export interface RestoreWords {
  /** The way of the file into a new Home Assistant. */
  readonly steps: readonly string[];
}

export interface ActivityWords {
  readonly line: string;
}

export type DescribedBackup = Described<ListedBackup>;
export type DescribedActivity = Described<Activity>;
