import type { RcloneSecrets } from './environment.ts';

/**
 * What a line on stderr means to the caller: `stop` = end rclone now (the line is kept); `progress` = a sign
 * of life, nothing to remember; `routine` = neither; undefined = leave it to the process layer, which takes the statistics of every second
 * for routine and keeps everything else for the classifier.
 */
export type LineVerdict = 'stop' | 'progress' | 'routine' | undefined;

/** One rclone process. */
export interface RcloneRun {
  /** Visible to every user of the computer: never a secret. */
  readonly args: readonly string[];
  /** Another config file than the usual one: a sign-in works on a copy. */
  readonly config?: string;
  readonly cacheDir?: string;
  readonly stdin?: string;
  readonly secrets: RcloneSecrets;
  /** Sees every line of stderr, before anything keeps it. */
  readonly onLine?: (line: string) => LineVerdict;
  /**
   * Takes stdout piece by piece, so that the result has none of it; rclone waits for each. What it throws ends rclone and
   * is thrown on.
   */
  readonly onData?: (piece: Uint8Array) => Promise<void>;
  /** Longest silence in milliseconds (stdout, or stderr lines that are not `routine`). Default 3 minutes. */
  readonly idleMs?: number;
}

export interface RcloneResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  /** The last messages, for the classifier alone: never logged, shown, or put into an error. */
  readonly stderrTail: string;
  /** We ended it: `line` = `onLine` said stop; `idle` = silent for too long; `flood` = it said far too much. */
  readonly stopped: 'line' | 'idle' | 'flood' | undefined;
}

/** Errors: `sync.cancelled`, `rclone.missing`, `rclone.config-unreadable`, and what finding the executable throws. A failed rclone is a result. */
export interface RcloneRunner {
  run(spec: RcloneRun, signal: AbortSignal): Promise<RcloneResult>;
  /** Work on a config file while no rclone of ours has it open, e.g. to put another in its place. Must not call `run` on it. */
  exclusive<T>(config: string | undefined, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Work with a copy of the usual config file, removed afterwards, while a process may have that one open. Error: `disk.*`. */
  withCopy<T>(work: (config: string) => Promise<T>): Promise<T>;
}
