import { AppError, isCode } from '../errors/app-error.ts';
import { classify, endsHopelessly } from './classify.ts';
import type { RcloneSecrets } from './environment.ts';
import { onDisk } from './on-disk.ts';
import type { LineVerdict, RcloneResult, RcloneRunner } from './rclone-run.ts';
import { dropSessionCache } from './session-cache.ts';

/** The rule for signing in again without the user: at most once in 24 hours. An implementation keeps it over restarts. */
export interface SilentSignIn {
  allowed(): Promise<boolean>;
  /** Told before the attempt, so that a crash in the middle counts too. */
  used(): Promise<void>;
}

export interface DriveCallOptions {
  readonly runner: RcloneRunner;
  readonly secrets: () => Promise<RcloneSecrets>;
  /** rclone's cache folder, the one the runner uses. */
  readonly cacheDir: string;
  readonly silentSignIn: SilentSignIn;
}

export interface Call {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly idleMs?: number;
  readonly onLine?: (line: string) => LineVerdict;
  readonly onData?: (piece: Uint8Array) => Promise<void>;
}

/** Lost packets should not cost a look: three tries each, within rclone's own pacing. HTTP/2: facts#upload-retries. */
const callFlags = ['--disable-http2', '--low-level-retries', '3', '--contimeout', '30s', '--timeout', '60s'];
/** Said before and while rclone asks Apple to ask a device of the user's (facts#advanced-data-protection). */
const approvalNotice = /Advanced Data Protection enabled, requesting PCS cookies|waiting for device approval/u;

/**
 * Single calls to the drive, with what may be done about a refused session. A session that died is revived at most once
 * a day, by letting rclone sign in with its trust token; a call that would need the user's approval ends at once.
 */
export class DriveCalls {
  readonly #options: DriveCallOptions;

  constructor(options: DriveCallOptions) {
    this.#options = options;
  }

  /** One of rclone's remote control calls, in a process of its own. Returns the parsed answer. */
  async rc(name: string, input: object, signal: AbortSignal, more?: Partial<Call>): Promise<unknown> {
    const args = ['rc', '--loopback', name, '--json', JSON.stringify(input), ...callFlags, ...(more?.args ?? [])];
    const { stdout } = await this.run({ ...more, args }, signal);
    try {
      return JSON.parse(stdout);
    } catch (error) {
      throw new AppError('rclone.failed', { reason: 'answer unreadable' }, error);
    }
  }

  /** Throws what the failure means; a result is a success. */
  async run(call: Call, signal: AbortSignal): Promise<RcloneResult> {
    try {
      return await this.#once(call, signal);
    } catch (error) {
      if (!isCode(error, 'icloud.session-refused') || !(await this.#options.silentSignIn.allowed())) throw error;
    }
    await this.#options.silentSignIn.used();
    await onDisk(dropSessionCache(this.#options.cacheDir));
    try {
      return await this.#once(call, signal);
    } catch (error) {
      throw isTermsPending(error) ? new AppError('icloud.terms-pending', error.facts) : error;
    }
  }

  /**
   * Beside another call, which has to show that the session is good: on a copy of the config, so what becomes of the session in it
   * is lost, and nobody is signed in. Throws what the failure means.
   */
  async runBeside(call: Call, signal: AbortSignal): Promise<RcloneResult> {
    const { runner } = this.#options;
    return await runner.withCopy((config) => this.#once({ ...call, config }, signal));
  }

  async #once(call: Call & { readonly config?: string }, signal: AbortSignal): Promise<RcloneResult> {
    const approval: { needed: boolean } = { needed: false };
    const onLine = (line: string): LineVerdict => {
      approval.needed ||= approvalNotice.test(line);
      return approval.needed || endsHopelessly(line) ? 'stop' : call.onLine?.(line);
    };
    const secrets = await this.#options.secrets();
    const result = await this.#options.runner.run({ ...call, onLine, secrets }, signal);
    if (approval.needed) throw new AppError('icloud.approval-needed');
    if (result.exitCode === 0 && result.stopped === undefined) return result;
    throw classify(result);
  }
}

/** A sign-in that worked and yet gave no session: new terms wait to be accepted (rclone #9658, #9919). */
const isTermsPending = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'icloud.session-refused' && error.facts.status === 401;
