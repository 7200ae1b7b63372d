import type { Activity, DescribedProblem, Problem } from '../run-report.ts';
import type { ListedBackup, RestoreResult } from '../status.ts';
import type { ProblemAction } from './problem-actions.ts';

/**
 * What main tells a window: wherever it speaks in codes, the words stand beside them. The catalogue that they come from
 * (src/messages) stays in main, and with it the question which language is spoken.
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

/** What speaks in codes, by name. */
export interface Spoken {
  readonly problem: Problem;
  readonly backup: ListedBackup;
  readonly restored: RestoreResult;
  readonly activity: Activity;
}

/**
 * Where a value that goes to a window speaks in codes: `{ backups: ['backup'], problems: ['problem'] }`. Worked out from its
 * type, so a new place of that kind has to be named; never where there is none.
 */
export type Marks<T> = [MarkOf<T>] extends [never] ? PartMarks<Extract<T, object>> : MarkOf<T>;

type MarkOf<T> = T extends object
  ? { [Mark in keyof Spoken]: T extends Spoken[Mark] ? Mark : never }[keyof Spoken]
  : never;

type PartMarks<T extends object> = [T] extends [never]
  ? never
  : [T] extends [readonly (infer Item)[]]
    ? [Marks<Item>] extends [never]
      ? never
      : readonly [Marks<Item>]
    : [MarkedKey<T>] extends [never]
      ? never
      : { readonly [Key in MarkedKey<T>]: Marks<PartOf<T, Key>> };

type MarkedKey<T> = { [Key in KeyOf<T>]: [Marks<PartOf<T, Key>>] extends [never] ? never : Key }[KeyOf<T>];
/** Of every member of a union. */
type KeyOf<T> = T extends object ? keyof T & string : never;
type PartOf<T, Key extends string> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never;

/** A problem with its words, and with what follows from its code. */
export type WindowProblem = DescribedProblem & {
  /** What can be done about it, the most useful first. */
  readonly actions: readonly ProblemAction[];
  /** Nothing can be stored before the user has done something about it. */
  readonly blocksCloud: boolean;
  /** A backup that is asked for now would meet it again. */
  readonly preventsBackUp: boolean;
};

export interface BackupWords {
  /** Why the next run does with it what it does: `not old enough to go`. */
  readonly because: string;
  /** What speaks against the copy in the cloud, one line for each defect. */
  readonly shortcomings: readonly string[];
  /** How far the copy in the cloud was proven: `Makes sense`; empty where it is in none. */
  readonly proof: string;
  /** Why a level does not hold or was not tried, by its number, in a few words; only of levels that have a reason. */
  readonly why: Readonly<Record<number, string>>;
  /** What keeps Home Assistant from being restored from it, in full. */
  readonly trouble: WindowProblem | null;
}

export interface RestoreWords {
  /** What is known to go wrong with a backup of this version. */
  readonly traps: readonly string[];
  /** Where its key is; null: none is needed. */
  readonly key: string | null;
  /** The ways of the file into a Home Assistant, each with its steps. */
  readonly ways: readonly { readonly title: string; readonly steps: readonly string[] }[];
}

export interface ActivityWords {
  readonly line: string;
}

export type DescribedBackup = Described<ListedBackup>;
