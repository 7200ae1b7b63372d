import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import { mayStayUnread } from '../../support/child-input.ts';

const bundle = fileURLToPath(new URL('../../../out/cli.js', import.meta.url));
export const isBuilt = (): boolean => existsSync(bundle);

export interface Ended {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server without a keychain: everything secret comes from the environment, everything else is below one folder. */
export class Server {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly #program: string;

  private constructor(folder: string, env: Record<string, string>, program: string) {
    this.folder = folder;
    this.env = env;
    this.#program = program;
  }

  /** @param program - another bundle of the command line than the built one */
  static async open(apple: AppleSimulator, token: string, program = bundle): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      TZ: 'UTC',
      HA_ICLOUD_BACKUP_HOME: join(folder, 'data'),
      HTTPS_PROXY: apple.proxyUrl,
      HA_ICLOUD_BACKUP_CA_FILE: apple.caFile,
      HA_ICLOUD_BACKUP_TOKEN: token,
      HA_ICLOUD_BACKUP_APPLE_PASSWORD: apple.account.password,
      HA_ICLOUD_BACKUP_CONFIG_KEY: 'c0ffee'.repeat(10),
    };
    return new Server(folder, env, program);
  }

  /** Another one with the same content and the same secrets. */
  async clone(): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
    await cp(this.folder, folder, { recursive: true, preserveTimestamps: true });
    const env = { ...this.env, HOME: folder, HA_ICLOUD_BACKUP_HOME: join(folder, 'data') };
    return new Server(folder, env, this.#program);
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  /** @param input - all of stdin */
  async run(args: readonly string[], input = ''): Promise<Ended> {
    const running = this.start(args);
    running.stdin.end(input);
    const { exitCode, stdout, stderr } = await running;
    return { code: exitCode, stdout, stderr };
  }

  /** A process that is still at work, its stdin open. It never rejects; iterating over it gives the lines of stdout. */
  start(args: readonly string[]) {
    const options = { env: this.env, extendEnv: false, reject: false, stdin: 'pipe' } as const;
    const running = execa(process.execPath, [this.#program, ...args], options);
    mayStayUnread(running.stdin);
    return running;
  }

  /** Every file below the folder with its content. */
  async files(): Promise<Map<string, string>> {
    const entries = await readdir(this.folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'latin1')] as const)));
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The one document of `--json`; where there is none, the words on stderr say why. */
export const documentOf = ({ stdout, stderr }: Ended): unknown => {
  try {
    return JSON.parse(stdout);
  } catch (error) {
    throw new Error(`no document, but: ${stderr}`, { cause: error });
  }
};

/** The documents of `--json` where it writes one per line. */
export const linesOf = (stdout: string): unknown[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
