import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mayStayUnread } from '../support/child-input.ts';
import type { HomeOrders, RcloneEnvironment } from './children/orders.ts';

/** Not on this computer: what compares with it cannot be measured. */
export class ToolMissing extends Error {}

interface Ended {
  readonly ms: number;
  readonly output: string;
}

interface RunOptions {
  readonly signal: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

const run = async (command: string, args: readonly string[], options: RunOptions): Promise<Ended> => {
  const { signal, env = process.env, input = '' } = options;
  const began = performance.now();
  const child = spawn(command, args, { env, signal, stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  mayStayUnread(child.stdin).end(input);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${command} ended with ${code ?? 'a signal'}`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new ToolMissing(command);
    throw error;
  }
  return { ms: performance.now() - began, output };
};

/** Milliseconds of `curl` for one backup as is. The token goes in by stdin. */
export const curlBackup = async (
  { url, token }: HomeOrders['where']['answer'],
  id: string,
  file: string,
  signal: AbortSignal,
): Promise<number> => {
  const source = `${url}/api/backup/download/${id}?agent_id=backup.local`;
  const args = ['--silent', '--show-error', '--fail', '--noproxy', '*', '--config', '-', '--output', file, source];
  return (await run('curl', args, { signal, input: `header = "Authorization: Bearer ${token}"\n` })).ms;
};

export interface Rclone {
  readonly executable: string;
  readonly environment: RcloneEnvironment;
}

/** Milliseconds of one `rclone copyto` to iCloud Drive, with rclone's own defaults. */
export const rcloneUpload = async (
  { executable, environment }: Rclone,
  file: string,
  remotePath: string,
  signal: AbortSignal,
): Promise<number> => {
  const env = { PATH: process.env['PATH'], ...environment };
  return (await run(executable, ['copyto', file, `icloud:${remotePath}`], { env, signal })).ms;
};

/** Milliseconds of one `rclone copyto` from iCloud Drive over so many connections (rclone's own default: 4); 0 = one stream. */
export const rcloneDownload = async (
  { executable, environment }: Rclone,
  remotePath: string,
  file: string,
  streams: number,
  signal: AbortSignal,
): Promise<number> => {
  const env = { PATH: process.env['PATH'], ...environment };
  const args = ['copyto', `icloud:${remotePath}`, file, '--multi-thread-streams', String(streams)];
  return (await run(executable, args, { env, signal })).ms;
};

/** Processor milliseconds, user and system, of `sha256sum`. */
export const sha256sumCpu = async (file: string, signal: AbortSignal): Promise<number> => {
  return await cpuMsOf('sha256sum "$1" >/dev/null', file, ['sha256sum'], signal);
};

/** Processor milliseconds, user and system, of a shell's command about a file, `$1` in it. Throws unless it succeeds. */
export const cpuMsOf = async (
  command: string,
  file: string,
  tools: readonly string[],
  signal: AbortSignal,
): Promise<number> => {
  // Asked for by name first, for the shell would only say 127.
  for (const tool of tools) await run(tool, [tool === 'openssl' ? 'version' : '--version'], { signal });
  const { output } = await run('bash', ['-c', `set -eo pipefail; ${command}; times`, 'bash', file], { signal });
  const lines = output.trim().split('\n');
  return minutesAndSeconds(lines.at(-1) ?? '');
};

/** `0m1.230s 0m0.110s`: the shell's word on its children, user and system. */
const minutesAndSeconds = (line: string): number => {
  const parts = [...line.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`the shell's times are not understood: ${line}`);
  return parts.reduce((sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000, 0);
};
