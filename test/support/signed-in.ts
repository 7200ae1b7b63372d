import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openProcessTable } from '../../src/adapters/process-table.ts';
import { RcloneBinary } from '../../src/core/icloud/binary.ts';
import { DriveCalls, type SilentSignIn } from '../../src/core/icloud/drive-calls.ts';
import { ICloudDrive, type ICloudDriveOptions } from '../../src/core/icloud/drive.ts';
import type { RcloneNetwork, RcloneSecrets } from '../../src/core/icloud/environment.ts';
import { RcloneProcesses } from '../../src/core/icloud/process.ts';
import type { RcloneResult } from '../../src/core/icloud/rclone-run.ts';
import { RunningMarks } from '../../src/core/icloud/running-marks.ts';
import type { AppleSimulator } from '../simulators/apple/index.ts';

const resourcesDir = fileURLToPath(new URL('../../resources/', import.meta.url));
/** One for all tests of a file: it hashes the executable once. */
export const rcloneBinary = new RcloneBinary({ resourcesDir, environment: process.env });
export const never = new AbortController().signal;
/** Transfers are tried again at once, and nobody waits minutes for an answer that never comes. */
const hasty = {
  retriesSleep: '10ms',
  uploadTimeout: '20s',
  downloadTimeout: '20s',
  noteTimeoutsMs: { first: 2_000, second: 1_000 },
};

/** Counts how often it was used; allows one use unless told otherwise. */
class CountedSignIn implements SilentSignIn {
  uses = 0;
  left = 1;
  allowed(): Promise<boolean> {
    return Promise.resolve(this.left > 0);
  }
  used(): Promise<void> {
    this.uses += 1;
    this.left -= 1;
    return Promise.resolve();
  }
}

export interface ComputerOptions {
  readonly parentEnvironment?: Readonly<Record<string, string | undefined>>;
  readonly network?: RcloneNetwork;
  /** What is started as rclone. Default: the bundled one. */
  readonly executable?: string;
}

/** A computer of one account: its folder, its rclone, and the drive as the program sees it. */
export class Computer {
  readonly dir: string;
  readonly config: string;
  readonly cacheDir: string;
  readonly secrets: RcloneSecrets;
  readonly marks: RunningMarks;
  readonly options: ComputerOptions;
  readonly runner: RcloneProcesses;
  readonly silent = new CountedSignIn();
  readonly #apple: AppleSimulator;

  constructor(dir: string, marks: RunningMarks, apple: AppleSimulator, options: ComputerOptions = {}) {
    this.dir = dir;
    this.config = join(dir, 'rclone.conf');
    this.cacheDir = join(dir, 'cache');
    this.secrets = { configKey: 'c0ffee'.repeat(10), applePassword: apple.account.password };
    this.marks = marks;
    this.options = options;
    this.#apple = apple;
    const network = options.network ?? { httpsProxy: apple.proxyUrl, noProxy: '', caBundle: apple.caFile };
    this.runner = new RcloneProcesses({
      executable: () => (options.executable ? Promise.resolve(options.executable) : rcloneBinary.path()),
      config: this.config,
      cacheDir: this.cacheDir,
      stagingDir: join(this.dir, 'staging'),
      network: () => Promise.resolve(network),
      parentEnvironment: options.parentEnvironment ?? process.env,
      marks,
    });
  }

  /** The same computer, with something else about it. */
  with(options: ComputerOptions): Computer {
    return new Computer(this.dir, this.marks, this.#apple, { ...this.options, ...options });
  }

  async run(args: readonly string[], more: { stdin?: string; secrets?: RcloneSecrets } = {}): Promise<RcloneResult> {
    return await this.runner.run({ args, secrets: this.secrets, ...more }, never);
  }

  async mustRun(args: readonly string[], more: { stdin?: string; secrets?: RcloneSecrets } = {}): Promise<string> {
    const result = await this.run(args, more);
    if (result.exitCode !== 0) throw new Error(`rclone ${args.join(' ')}: ${result.stderrTail}`);
    return result.stdout;
  }

  /** An encrypted, empty config. */
  async encrypt(): Promise<void> {
    const { configKey } = this.secrets;
    await this.mustRun(['config', 'touch']);
    await this.mustRun(['config', 'encryption', 'set'], { stdin: `${configKey}\n${configKey}\n` });
  }

  /** The recipe of the facts, section 11, with the device code. */
  async signIn(apple: AppleSimulator): Promise<void> {
    const secrets = { ...this.secrets, appleId: apple.account.appleId };
    await this.mustRun(
      ['config', 'create', 'icloud', 'iclouddrive', `apple_id=${secrets.appleId}`, '--non-interactive'],
      {
        secrets,
      },
    );
    const step = ['--continue', '--non-interactive', '--state', '2fa_do'];
    await this.mustRun(['config', 'update', 'icloud', ...step], {
      secrets: { ...secrets, answer: apple.account.deviceCode },
    });
  }

  calls(secrets: () => Promise<RcloneSecrets> = () => Promise.resolve(this.secrets)): DriveCalls {
    return new DriveCalls({ runner: this.runner, secrets, cacheDir: this.cacheDir, silentSignIn: this.silent });
  }

  drive(options: Partial<ICloudDriveOptions> = {}): ICloudDrive {
    return new ICloudDrive({
      calls: this.calls(),
      base: 'HomeAssistantBackups',
      cacheDir: join(this.dir, 'app-cache'),
      clock: { now: () => new Date(), wait: () => Promise.resolve() },
      timing: hasty,
      ...options,
    });
  }

  /** Forgets the web session's addresses: the next call asks Apple whether it still lives. */
  async forgetSession(): Promise<void> {
    await rm(join(this.cacheDir, 'iclouddrive-photos'), { recursive: true, force: true });
  }

  /** Every file of the computer with its content as text. */
  async files(): Promise<Map<string, string>> {
    const entries = await readdir(this.dir, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'latin1')] as const)));
  }

  async close(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** A computer without a config. */
export const newComputer = async (apple: AppleSimulator, options?: ComputerOptions): Promise<Computer> => {
  const dir = await mkdtemp(join(tmpdir(), 'icloud-test-'));
  const marks = new RunningMarks(join(dir, 'running'), await openProcessTable());
  return new Computer(dir, marks, apple, options);
};

/** A computer that is signed in. */
export const signedInComputer = async (apple: AppleSimulator, options?: ComputerOptions): Promise<Computer> => {
  const computer = await newComputer(apple, options);
  await computer.encrypt();
  await computer.signIn(apple);
  return computer;
};
