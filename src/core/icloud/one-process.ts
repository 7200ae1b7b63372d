import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { AppError, throwIfCancelled } from '../errors/app-error.ts';
import { IdleWatch } from '../idle-watch.ts';
import { LineSplitter, Tail } from './lines.ts';
import type { RcloneResult, RcloneRun } from './rclone-run.ts';
import type { RunningMarks } from './running-marks.ts';
import { isStatsLine } from './stats-line.ts';

/**
 * JSON lines, and statistics every second in every run. They are the heartbeat: when this program is killed, rclone's next
 * write to the broken pipe ends it (Go's rule for SIGPIPE on stdout and stderr; measured: 0.2 s to 1 s, against hours
 * without). On Windows the job object that Node puts its children into does the same. The `config` commands print none:
 * what they ask Apple has a time limit of its own (`staged-config.ts`).
 */
const logFlags = ['--use-json-log', '--stats', '1s', '--stats-log-level', 'NOTICE'];

const defaultIdleMs = 3 * 60_000;
/** SIGTERM lets rclone remove a half written download; Windows has no such thing and kills at once. */
const killAfterMs = 5_000;
const tailLimit = 32 * 1024;
/** A listing has about 400 bytes a file: room for 50,000. Parsed it takes several times as much memory. */
const stdoutLimit = 20 * 1024 * 1024;
/** Characters on stderr besides the heartbeat. The headers of every answer of a look are a hundredth of it. */
const stderrLimit = 32 * 1024 * 1024;

/** Runs rclone from its start to its end. See `RcloneRunner` for what is thrown. */
export const runOnce = async (
  executable: string,
  env: Record<string, string>,
  spec: RcloneRun,
  marks: RunningMarks,
  signal: AbortSignal,
): Promise<RcloneResult> => {
  const ender = new AbortController();
  const end = (): void => ender.abort();
  const child = execa(executable, [...spec.args, ...logFlags], {
    env,
    extendEnv: false,
    input: spec.stdin ?? '',
    reject: false,
    buffer: false,
    windowsHide: true,
    cancelSignal: ender.signal,
    forceKillAfterDelay: killAfterMs,
  });
  const ear = new StderrMonitor(spec, end);
  child.stderr.setEncoding('utf8').on('data', ear.push);
  const answer = new Answer();
  const pouring = pipeStdout(child.stdout, spec.onData ?? answer.take, ear.idle, end);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    // Without a note no crash could be cleaned up after: then better no rclone.
    const unmark = await marks.add(child.pid, executable).catch(async (error: unknown) => {
      end();
      await Promise.all([child, pouring]);
      throw error;
    });
    const [result, refusal] = await Promise.all([child, pouring]).finally(unmark);
    ear.lines.end();
    throwIfCancelled(signal);
    if (refusal) throw refusal.error;
    throwIfNeverRan(child.pid, result.code);
    return { exitCode: result.exitCode, stdout: answer.text, stderrTail: ear.tail.toString(), stopped: ear.stopped };
  } finally {
    ear.idle.stop();
    signal.removeEventListener('abort', end);
  }
};

/** Hears what rclone says on stderr, and how long it says nothing at all. */
class StderrMonitor {
  readonly tail = new Tail(tailLimit);
  readonly lines: LineSplitter;
  readonly idle: IdleWatch;
  stopped: RcloneResult['stopped'];
  #heard = 0;

  readonly #stop: (why: RcloneResult['stopped']) => void;

  constructor(spec: RcloneRun, end: () => void) {
    const stop = (why: RcloneResult['stopped']): void => {
      this.stopped ??= why;
      end();
    };
    this.#stop = stop;
    this.idle = new IdleWatch(spec.idleMs ?? defaultIdleMs, () => stop('idle'));
    this.lines = new LineSplitter((line) => {
      const isHeartbeat = isStatsLine(line);
      if (!isHeartbeat) this.#heard += line.length + 1;
      this.#checkFlood();
      if (this.stopped === 'flood') return;
      const verdict = spec.onLine?.(line) ?? (isHeartbeat ? 'routine' : undefined);
      if (verdict !== 'routine') this.idle.heard();
      if (verdict === undefined || verdict === 'stop') this.tail.add(line);
      if (verdict === 'stop') stop('line');
    });
  }

  readonly push = (text: string): void => {
    this.lines.push(text);
    this.#checkFlood();
  };

  #checkFlood(): void {
    if (this.#heard + this.lines.dropped > stderrLimit) this.#stop('flood');
  }
}

/** What came on stdout, for runs whose answer is a text. */
class Answer {
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;

  readonly take = (piece: Uint8Array): Promise<void> => {
    this.#bytes += piece.length;
    if (this.#bytes > stdoutLimit) return Promise.reject(new AppError('rclone.failed', { reason: 'output too long' }));
    this.#pieces.push(piece);
    return Promise.resolve();
  };

  get text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}

/** Hands on what comes on stdout. Ends rclone when it is not taken, and returns why; nothing is handed on after that. */
const pipeStdout = async (
  stdout: Readable,
  take: (piece: Uint8Array) => Promise<void>,
  idle: IdleWatch,
  end: () => void,
): Promise<{ readonly error: unknown } | undefined> => {
  let refusal: { readonly error: unknown } | undefined;
  try {
    for await (const piece of stdout as AsyncIterable<Uint8Array>) {
      // Read to its end also when nobody wants it any more, or rclone could not say its last words.
      if (refusal) continue;
      idle.pause();
      await take(piece).catch((error: unknown) => {
        refusal = { error };
        end();
      });
      idle.resume();
    }
  } catch {
    // A pipe that broke off: how rclone ended says more.
  }
  return refusal;
};

/** The system did not start it at all. */
const throwIfNeverRan = (pid: number | undefined, system: string | undefined): void => {
  if (pid !== undefined) return;
  throw new AppError(system === 'ENOENT' ? 'rclone.missing' : 'rclone.failed', { system: system ?? 'unknown' });
};
