import { randomBytes } from 'node:crypto';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../errors/app-error.ts';
import { makeFolder } from '../state/make-folder.ts';
import { Mutex } from '../state/mutex.ts';
import { checkConfig } from './config-file.ts';
import { rcloneEnvironment, type Environment, type RcloneNetwork } from './environment.ts';
import { onDisk } from './on-disk.ts';
import { runOnce } from './one-process.ts';
import type { RcloneResult, RcloneRun, RcloneRunner } from './rclone-run.ts';
import type { RunningMarks } from './running-marks.ts';
import { clearOddSessionCache } from './session-cache.ts';

export interface RcloneProcessOptions {
  /** Path of the executable, already checked. */
  readonly executable: () => Promise<string>;
  /** The usual config file and cache folder. */
  readonly config: string;
  readonly cacheDir: string;
  /** Copies of the config are made below it; what a crash leaves in it is swept with half sign-ins. */
  readonly stagingDir: string;
  readonly network: () => Promise<RcloneNetwork>;
  readonly parentEnvironment: Environment;
  readonly marks: RunningMarks;
}

/** Runs rclone, one process per operation, and never two of this program's on one config file. */
export class RcloneProcesses implements RcloneRunner {
  readonly #options: RcloneProcessOptions;
  readonly #queues = new Map<string, Mutex>();

  constructor(options: RcloneProcessOptions) {
    this.#options = options;
  }

  async run(spec: RcloneRun, signal: AbortSignal): Promise<RcloneResult> {
    return await this.exclusive(spec.config, () => this.#start(spec, signal), signal);
  }

  async exclusive<T>(config: string | undefined, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const key = config ?? this.#options.config;
    const queue = this.#queues.get(key) ?? new Mutex();
    this.#queues.set(key, queue);
    return await queue.run(work, signal);
  }

  async withCopy<T>(work: (config: string) => Promise<T>): Promise<T> {
    const { config, stagingDir } = this.#options;
    const folder = join(stagingDir, `beside-${randomBytes(4).toString('hex')}`);
    const copy = join(folder, 'rclone.conf');
    try {
      await onDisk(makeFolder(folder, 0o700));
      await checkConfig(config);
      // rclone replaces it as a whole, if at all.
      await onDisk(copyFile(config, copy));
      return await work(copy);
    } finally {
      this.#queues.delete(copy);
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  async #start(spec: RcloneRun, signal: AbortSignal): Promise<RcloneResult> {
    const config = spec.config ?? this.#options.config;
    const cacheDir = spec.cacheDir ?? this.#options.cacheDir;
    await checkConfig(config);
    await onDisk(clearOddSessionCache(cacheDir));
    const executable = await this.#options.executable();
    const env = rcloneEnvironment(
      this.#options.parentEnvironment,
      await this.#options.network(),
      { config, cacheDir },
      spec.secrets,
    );
    throwIfCancelled(signal);
    return await runOnce(executable, env, spec, this.#options.marks, signal);
  }
}
