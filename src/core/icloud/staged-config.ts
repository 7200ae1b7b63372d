import { randomBytes } from 'node:crypto';
import { lstat, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isCode } from '../errors/app-error.ts';
import { leastKeyLength, type Secrets, type SecretStore } from '../ports/secret-store.ts';
import { diskError, readTextIfThere } from '../state/json-file.ts';
import { classify } from './classify.ts';
import { largestConfig } from './config-file.ts';
import type { RcloneResult, RcloneRunner } from './rclone-run.ts';
import { makeFolder } from '../state/make-folder.ts';

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

/** Better said before Apple sends a code. */
const checkGiven = ({ configKey, applePassword }: Secrets, { password }: Credentials): void => {
  // The environment cannot be told anything new.
  if (configKey === undefined || applePassword !== password)
    throw new AppError('secrets.denied', { store: 'environment' });
  // What is stored with a key that could be guessed stays in use; nothing new is stored with it.
  if (configKey.length < leastKeyLength) throw new AppError('secrets.key-short');
};

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
    if (given) checkGiven(held, credentials);
    const make = (configKey: string, fresh: boolean): StagedConfig => {
      const dir = join(live.stagingDir, `sign-in-${randomBytes(4).toString('hex')}`);
      return new StagedConfig(dir, configKey, fresh, credentials, runner, live);
    };
    const text = held.configKey === undefined ? undefined : await readEncrypted(live.file);
    if (held.configKey !== undefined && text !== undefined) {
      const copy = await make(held.configKey, false).#prepare((staged) => staged.#copyLive(text, signal));
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
      await makeFolder(this.#dir, 0o700);
      await fill(this);
      return this;
    } catch (error) {
      await this.discard();
      if (isCode(error, 'rclone.config-unreadable')) return undefined;
      throw error instanceof AppError ? error : diskError(error);
    }
  }

  async #copyLive(text: string, signal: AbortSignal): Promise<void> {
    await writeFile(this.#file, text, { mode: 0o600, flag: 'wx' });
    const result = await this.run(['listremotes'], signal);
    // Nothing but the file is looked at here. One that opens and lacks our remote is of no more use than one that does not.
    if (result.exitCode !== 0 || !result.stdout.split(/\s/u).includes(`${remoteName}:`))
      throw new AppError('rclone.config-unreadable');
  }

  get #file(): string {
    return join(this.#dir, 'rclone.conf');
  }

  /** `create` wipes a remote of that name first (facts#sign-in-dialog): only for a config that has none. */
  get beginArgs(): readonly string[] {
    const verb = this.#fresh ? ['create', remoteName, 'iclouddrive'] : ['update', remoteName];
    return ['config', ...verb, '--non-interactive'];
  }

  /** The answer itself, perhaps a code, goes by the environment: `run` takes it. */
  answerArgs(state: string): readonly string[] {
    return ['config', 'update', remoteName, '--continue', '--non-interactive', '--state', state];
  }

  async run(
    args: readonly string[],
    signal: AbortSignal,
    { stdin, answer }: { readonly stdin?: string; readonly answer?: string } = {},
  ): Promise<RcloneResult> {
    const { appleId, password } = this.#credentials;
    return await this.#runner.run(
      {
        args: [...args, ...timeLimits],
        config: this.#file,
        cacheDir: join(this.#dir, 'cache'),
        secrets: {
          configKey: this.#configKey,
          applePassword: password,
          appleId,
          ...(answer === undefined ? {} : { answer }),
        },
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
          await replaceFile(this.#file, file);
          // The service addresses in it may be another account's (facts#apple-sessions).
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
        step.stdin ? { stdin: `${this.#configKey}\n${this.#configKey}\n` } : {},
      );
      if (result.exitCode !== 0) throw classify(result);
    }
  }
}

/** rclone's mark of an encrypted config (facts#encrypted-config). */
const encrypted = /^RCLONE_ENCRYPT_V0:/mu;

/**
 * The text of the config in use; undefined where there is none that a sign-in could build on: missing, a folder, not to be
 * read, or in clear, which would stay in clear. Whatever is there holds no more than a session, and the next sign-in
 * replaces it.
 */
const readEncrypted = async (file: string): Promise<string | undefined> => {
  try {
    const text = await readTextIfThere(file, largestConfig);
    return text !== undefined && encrypted.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
};

/** Also where something stands in the way that no file can be renamed onto. */
const replaceFile = async (from: string, to: string): Promise<void> => {
  if ((await lstat(to).catch(() => undefined))?.isDirectory() === true) await rm(to, { recursive: true });
  await rename(from, to);
};

/** A dialog with Apple does not stay open longer than that. */
const dialogMs = 60 * 60_000;

/**
 * Removes what sign-ins of a crashed program left behind; another program may be in the middle of a young one. What cannot be
 * looked at or removed costs itself alone. Error: `disk.failed` where there is no looking into the folder.
 */
export const sweepStagedConfigs = async (stagingDir: string, now: Date): Promise<void> => {
  for (const name of await namesIn(stagingDir)) {
    const path = join(stagingDir, name);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined || now.getTime() - found.mtimeMs <= dialogMs) continue;
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw diskError(error);
  }
};
