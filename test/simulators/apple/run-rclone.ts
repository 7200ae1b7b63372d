import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mayStayUnread } from '../../support/child-input.ts';
import type { AppleSimulator } from './types.ts';

/** The executable under test: the one this repository ships, or another one by HA_ICLOUD_BACKUP_RCLONE. */
function rclonePath(): string {
  const folder = fileURLToPath(
    new URL(`../../../resources/rclone/${process.platform}-${process.arch}/`, import.meta.url),
  );
  const shipped = join(folder, process.platform === 'win32' ? 'rclone.exe' : 'rclone');
  const path = process.env['HA_ICLOUD_BACKUP_RCLONE'] ?? shipped;
  if (!existsSync(path))
    throw new Error(`no rclone at ${path}: run "npm run rclone:fetch" or set HA_ICLOUD_BACKUP_RCLONE`);
  return path;
}

export interface RcloneResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What `config create/update --non-interactive` prints. */
export interface ConfigReply {
  State: string;
  Option: { Name: string; Help: string; Examples?: { Value: string; Help: string }[] } | null;
  Error: string;
}

/** One computer: a folder of its own with configuration and cache, and the remote "icloud". */
export interface Computer {
  dir: string;
  configFile: string;
  cacheDir: string;
  run(args: string[], input?: string): Promise<RcloneResult>;
  /** Starts without waiting; `kill` ends it. */
  start(args: string[]): { result: Promise<RcloneResult>; kill(): void };
  /** The first step of a sign-in; throws unless rclone asks or is done. */
  beginSignIn(parameters?: string[]): Promise<ConfigReply>;
  answer(state: string, result: string): Promise<RcloneResult>;
  /** Signs in with the device code. */
  signIn(): Promise<void>;
  config(): Promise<string>;
  dropCache(): Promise<void>;
  close(): Promise<void>;
}

export function parseReply(result: RcloneResult): ConfigReply {
  if (result.code !== 0) throw new Error(`rclone config failed (${String(result.code)}): ${result.stderr}`);
  return JSON.parse(result.stdout) as ConfigReply;
}

function collect(path: string, args: string[], env: NodeJS.ProcessEnv, input: string) {
  const child = spawn(path, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  mayStayUnread(child.stdin).end(input);
  const result = new Promise<RcloneResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { result, kill: () => child.kill() };
}

export async function newComputer(simulator: AppleSimulator): Promise<Computer> {
  const path = rclonePath();
  const dir = await mkdtemp(join(tmpdir(), 'apple-simulator-test-'));
  const configFile = join(dir, 'rclone.conf');
  const cacheDir = join(dir, 'cache');
  const inherited = Object.entries(process.env).filter(([name]) => !/^RCLONE_|_proxy$/iu.test(name));
  const env = {
    ...Object.fromEntries(inherited),
    ...simulator.env(),
    RCLONE_CONFIG: configFile,
    RCLONE_CACHE_DIR: cacheDir,
    RCLONE_ASK_PASSWORD: 'false',
  };
  const start: Computer['start'] = (args) => collect(path, args, env, '');
  const run: Computer['run'] = (args, input = '') => collect(path, args, env, input).result;
  const beginSignIn: Computer['beginSignIn'] = async (parameters) => {
    const { appleId, password } = simulator.account;
    const given = parameters ?? [`apple_id=${appleId}`, `password=${password}`];
    return parseReply(
      await run(['config', 'create', 'icloud', 'iclouddrive', ...given, '--non-interactive', '--obscure']),
    );
  };
  const answer: Computer['answer'] = (state, result) =>
    run(['config', 'update', 'icloud', '--continue', '--non-interactive', '--state', state, '--result', result]);
  const signIn = async (): Promise<void> => {
    const question = await beginSignIn();
    if (question.State !== '2fa_do')
      throw new Error(`rclone did not ask for a device code: ${JSON.stringify(question)}`);
    parseReply(await answer(question.State, simulator.account.deviceCode));
  };
  return {
    dir,
    configFile,
    cacheDir,
    run,
    start,
    beginSignIn,
    answer,
    signIn,
    config: () => readFile(configFile, 'utf8'),
    dropCache: () => rm(join(cacheDir, 'iclouddrive-photos'), { recursive: true, force: true }),
    close: () => rm(dir, { recursive: true, force: true }),
  };
}
