import { execa } from 'execa';
import { AppError, throwIfCancelled } from '../errors/app-error.ts';
import { rcloneEnvironment, type Environment, type RcloneNetwork, type RcloneSecrets } from './environment.ts';
import { LineSplitter, Tail } from './lines.ts';
import type { RunningMarks } from './running-marks.ts';
import { Serial } from './serial.ts';
import { isStatsLine } from './stats-line.ts';

/**
 * What a line on stderr means to whoever started the run: `stop` = end rclone now (the line is kept); `progress` = a sign of life, nothing
 * to remember; `routine` = neither; undefined = leave it to the process layer, which takes the statistics of every second
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

/**
 * JSON lines, and statistics every second in every run. They are the heartbeat: when this program is killed, rclone's next
 * write to the broken pipe ends it (Go's rule for SIGPIPE on stdout and stderr; measured: 0.2 s to 1 s, against hours
 * without). On Windows the job object that Node puts its children into does the same. The `config` commands print none;
 * they end by themselves within rclone's time limits.
 */
const logFlags = ['--use-json-log', '--stats', '1s', '--stats-log-level', 'NOTICE'];

const defaultIdleMs = 3 * 60_000;
/** SIGTERM lets rclone remove a half written download; Windows has no such thing and kills at once. */
const killAfterMs = 5_000;
const tailLimit = 32 * 1024;
/** A listing has about 400 bytes a file: room for 100,000. */
const stdoutLimit = 64 * 1024 * 1024;

/** Runs rclone, one process per operation, and never two on one config file. */
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

const runOnce = async (
  executable: string,
  env: Record<string, string>,
  spec: RcloneRun,
  marks: RunningMarks,
  signal: AbortSignal,
): Promise<RcloneResult> => {
  const ender = new AbortController();
  const child = execa(executable, [...spec.args, ...logFlags], {
    env,
    extendEnv: false,
    input: spec.stdin ?? '',
    reject: false,
    buffer: { stdout: true, stderr: false },
    maxBuffer: { stdout: stdoutLimit },
    stripFinalNewline: false,
    windowsHide: true,
    cancelSignal: ender.signal,
    forceKillAfterDelay: killAfterMs,
  });
  let stopped: RcloneResult['stopped'];
  const stop = (why: RcloneResult['stopped']): void => {
    stopped ??= why;
    ender.abort();
  };
  const idle = new IdleWatch(spec.idleMs ?? defaultIdleMs, () => stop('idle'));
  const tail = new Tail(tailLimit);
  const lines = new LineSplitter((line) => {
    const verdict = spec.onLine?.(line) ?? (isStatsLine(line) ? 'routine' : undefined);
    if (verdict !== 'routine') idle.touch();
    if (verdict === undefined || verdict === 'stop') tail.add(line);
    if (verdict === 'stop') stop('line');
  });
  child.stdout.on('data', () => idle.touch());
  child.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  const cancel = (): void => ender.abort();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  // Without a note no crash could be cleaned up after: then better no rclone.
  const unmark = await marks.add(child.pid, executable).catch(async (error: unknown) => {
    ender.abort();
    await child;
    throw error;
  });
  try {
    const result = await child;
    lines.end();
    throwIfCancelled(signal);
    throwIfNeverRan(child.pid, result);
    return { exitCode: result.exitCode, stdout: result.stdout, stderrTail: tail.toString(), stopped };
  } finally {
    idle.end();
    signal.removeEventListener('abort', cancel);
    await unmark();
  }
};

/** The system did not start it at all, or it printed more than any answer has. */
const throwIfNeverRan = (
  pid: number | undefined,
  result: { code?: string | undefined; isMaxBuffer: boolean },
): void => {
  if (result.isMaxBuffer) throw new AppError('rclone.failed', { reason: 'output too long' });
  if (pid !== undefined) return;
  throw new AppError(result.code === 'ENOENT' ? 'rclone.missing' : 'rclone.failed', {
    system: result.code ?? 'unknown',
  });
};

/** Calls back once when nobody touched it for so long. */
class IdleWatch {
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number, onIdle: () => void) {
    this.#timer = setTimeout(onIdle, ms);
  }

  touch(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
