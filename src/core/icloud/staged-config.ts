import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isCode } from '../errors/app-error.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { diskError } from '../state/json-file.ts';
import { classify } from './classify.ts';
import type { RcloneResult, RcloneRunner } from './process.ts';

/** Name of the remote inside rclone's config. */
export const remoteName = 'icloud';

/**
 * The `config` commands have no heartbeat that would end them with this program. A step of a sign-in is six requests at
 * most, none of them is repeated, and Apple answers each in a second or two: measured, a step on a dead line ends after one
 * time limit (rclone's own is 5 minutes), and one whose every answer is just in time after six.
 */
const timeLimits = ['--contimeout', '15s', '--timeout', '60s'];

/** The config in use and what belongs to it. */
export interface LiveConfig {
  /** Encrypted rclone config. */
  readonly file: string;
  readonly cacheDir: string;
  /** Staged ones are made below it; on the same disk, so that putting one in place is a rename. */
  readonly stagingDir: string;
  readonly secrets: SecretStore;
  /** Records whose account the config is about to be. */
  readonly onAccount: (appleId: string) => Promise<void>;
  /** Records the day of the code, and opens the gates. */
  readonly onSignedIn: (at: Date) => Promise<void>;
}

interface Credentials {
  readonly appleId: string;
  readonly password: string;
}

/** A copy of the config on which one sign-in works. */
export class StagedConfig {
  readonly #dir: string;
  readonly #credentials: Credentials;
  readonly #configKey: string;
  readonly #runner: RcloneRunner;
  readonly #live: LiveConfig;
  readonly #fresh: boolean;

  private constructor(
    dir: string,
    configKey: string,
    fresh: boolean,
    credentials: Credentials,
    runner: RcloneRunner,
    live: LiveConfig,
  ) {
    this.#dir = dir;
    this.#configKey = configKey;
    this.#fresh = fresh;
    this.#credentials = credentials;
    this.#runner = runner;
    this.#live = live;
  }

  /**
   * Copies the config in use, or begins a new one, encrypted before anything is in it. A new one also where the key is lost or
   * does not fit: the old config holds nothing but a session that nobody can open any more, and it stays until the new one
   * replaces it. Errors: `secrets.*`, `rclone.*`, `disk.*`.
   */
  static async open(
    credentials: Credentials,
    runner: RcloneRunner,
    live: LiveConfig,
    signal: AbortSignal,
  ): Promise<StagedConfig> {
    const held = (await live.secrets.read()) ?? {};
    const given = live.secrets.kind === 'environment';
    if (given && (held.configKey === undefined || held.applePassword !== credentials.password)) {
      // It cannot be told anything new, so better to say so before Apple sends a code.
      throw new AppError('secrets.denied', { store: 'environment' });
    }
    const make = (configKey: string, fresh: boolean): StagedConfig => {
      const dir = join(live.stagingDir, `sign-in-${randomBytes(4).toString('hex')}`);
      return new StagedConfig(dir, configKey, fresh, credentials, runner, live);
    };
    if (held.configKey !== undefined && (await isThere(live.file))) {
      const copy = await make(held.configKey, false).#prepare((staged) => staged.#copyLive(signal));
      if (copy) return copy;
    }
    const configKey = given && held.configKey !== undefined ? held.configKey : randomBytes(32).toString('hex');
    const staged = await make(configKey, true).#prepare((fresh) => fresh.#createEncrypted(signal));
    if (!staged) throw new AppError('rclone.config-unreadable');
    return staged;
  }

  /** Undefined, with nothing left behind, when the key does not open the config. */
  async #prepare(fill: (staged: StagedConfig) => Promise<void>): Promise<StagedConfig | undefined> {
    try {
      await mkdir(this.#dir, { recursive: true, mode: 0o700 });
      await fill(this);
      return this;
    } catch (error) {
      await this.discard();
      if (isCode(error, 'rclone.config-unreadable')) return undefined;
      throw error instanceof AppError ? error : diskError(error);
    }
  }

  async #copyLive(signal: AbortSignal): Promise<void> {
    await copyFile(this.#live.file, this.#file);
    const result = await this.run(['listremotes'], signal);
    if (result.exitCode !== 0) throw classify(result);
  }

  get #file(): string {
    return join(this.#dir, 'rclone.conf');
  }

  /** `create` wipes a remote of that name first (facts, trap 2): only for a config that has none. */
  get beginArgs(): readonly string[] {
    const verb = this.#fresh ? ['create', remoteName, 'iclouddrive'] : ['update', remoteName];
    return ['config', ...verb, '--non-interactive'];
  }

  /** The answer is a one-time code, a phone's number in the list, or the word `sms`: fit for argv. */
  answerArgs(state: string, answer: string): readonly string[] {
    return ['config', 'update', remoteName, '--continue', '--non-interactive', '--state', state, '--result', answer];
  }

  async run(args: readonly string[], signal: AbortSignal, stdin?: string): Promise<RcloneResult> {
    const { appleId, password } = this.#credentials;
    return await this.#runner.run(
      {
        args: [...args, ...timeLimits],
        config: this.#file,
        cacheDir: join(this.#dir, 'cache'),
        secrets: { configKey: this.#configKey, applePassword: password, appleId },
        ...(stdin === undefined ? {} : { stdin }),
      },
      signal,
    );
  }

  /**
   * Secrets first, then the account, then the config, then the rest. The password names its account, and a new key only ever
   * comes with the first config: whatever breaks off in between, the session that is in place goes on, and no password is ever
   * sent for another account than its own. The caller holds the run lock: rclone writes back at its end what it read at its
   * start.
   */
  async commit(at: Date, signal: AbortSignal): Promise<void> {
    const { secrets, file, cacheDir, onAccount, onSignedIn } = this.#live;
    const { appleId, password: applePassword } = this.#credentials;
    const next = { appleId, applePassword, configKey: this.#configKey };
    const held = (await secrets.read()) ?? {};
    const isSame = Object.entries(next).every(([name, value]) => held[name as keyof typeof next] === value);
    if (!isSame) await secrets.write({ ...held, ...next });
    await onAccount(appleId);
    await this.#runner.exclusive(
      undefined,
      async () => {
        try {
          await rename(this.#file, file);
          // The service addresses in it may be another account's (facts, trap 1).
          await rm(cacheDir, { recursive: true, force: true });
        } catch (error) {
          throw diskError(error);
        }
      },
      signal,
    );
    await onSignedIn(at);
    await this.discard();
  }

  async discard(): Promise<void> {
    await rm(this.#dir, { recursive: true, force: true });
  }

  async #createEncrypted(signal: AbortSignal): Promise<void> {
    for (const step of [{ args: ['config', 'touch'] }, { args: ['config', 'encryption', 'set'], stdin: true }]) {
      const result = await this.run(
        step.args,
        signal,
        step.stdin ? `${this.#configKey}\n${this.#configKey}\n` : undefined,
      );
      if (result.exitCode !== 0) throw classify(result);
    }
  }
}

const isThere = async (file: string): Promise<boolean> => {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw diskError(error);
  }
};

/** A dialog with Apple does not stay open longer than that. */
const dialogMs = 60 * 60_000;

/** Removes what sign-ins of a crashed program left behind; another program may be in the middle of a young one. */
export const sweepStagedConfigs = async (stagingDir: string, now: Date): Promise<void> => {
  try {
    for (const name of await readdir(stagingDir)) {
      const path = join(stagingDir, name);
      if (now.getTime() - (await stat(path)).mtimeMs > dialogMs) await rm(path, { recursive: true, force: true });
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw diskError(error);
  }
};
