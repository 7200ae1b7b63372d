import { throwIfCancelled } from '../errors/app-error.ts';
import { Serial } from '../state/serial.ts';
import { rcloneEnvironment, type Environment, type RcloneNetwork, type RcloneSecrets } from './environment.ts';
import { runOnce } from './one-process.ts';
import type { RunningMarks } from './running-marks.ts';

/**
 * What a line on stderr means to whoever started the run: `stop` = end rclone now (the line is kept); `progress` = a sign
 * of life, nothing to remember; `routine` = neither; undefined = leave it to the process layer, which takes the statistics of every second
 * for routine and keeps everything else for the classifier.
 */
export type LineVerdict = 'stop' | 'progress' | 'routine' | undefined;

/** One rclone process. */
export interface RcloneRun {
  /** Visible to every user of the computer: never a secret, the one-time code apart. */
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
  /** We ended it: `line` = `onLine` said stop; `idle` = silent for too long. */
  readonly stopped: 'line' | 'idle' | undefined;
}

/** Errors: `sync.cancelled`, `rclone.missing`, and what finding the executable throws. A failed rclone is a result. */
export interface RcloneRunner {
  run(spec: RcloneRun, signal: AbortSignal): Promise<RcloneResult>;
  /** Work on a config file while no rclone of ours has it open, e.g. to put another in its place. Must not call `run` on it. */
  exclusive<T>(config: string | undefined, work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface RcloneProcessOptions {
  /** Path of the executable, already checked. */
  readonly executable: () => Promise<string>;
  /** The usual config file and cache folder. */
  readonly config: string;
  readonly cacheDir: string;
  readonly network: () => Promise<RcloneNetwork>;
  readonly parentEnvironment: Environment;
  readonly marks: RunningMarks;
}

/** Runs rclone, one process per operation, and never two of this program's on one config file. */
export class RcloneProcesses implements RcloneRunner {
  readonly #options: RcloneProcessOptions;
  readonly #queues = new Map<string, Serial>();

  constructor(options: RcloneProcessOptions) {
    this.#options = options;
  }

  async run(spec: RcloneRun, signal: AbortSignal): Promise<RcloneResult> {
    return await this.exclusive(spec.config, () => this.#start(spec, signal), signal);
  }

  async exclusive<T>(config: string | undefined, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const key = config ?? this.#options.config;
    const queue = this.#queues.get(key) ?? new Serial();
    this.#queues.set(key, queue);
    return await queue.run(work, signal);
  }

  async #start(spec: RcloneRun, signal: AbortSignal): Promise<RcloneResult> {
    const executable = await this.#options.executable();
    const env = rcloneEnvironment(
      this.#options.parentEnvironment,
      await this.#options.network(),
      { config: spec.config ?? this.#options.config, cacheDir: spec.cacheDir ?? this.#options.cacheDir },
      spec.secrets,
    );
    throwIfCancelled(signal);
    return await runOnce(executable, env, spec, this.#options.marks, signal);
  }
}
