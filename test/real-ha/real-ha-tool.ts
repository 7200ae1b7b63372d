import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The line that the tool prints when Home Assistant runs. */
const startedSchema = z.object({
  url: z.string(),
  token: z.string(),
  userToken: z.string(),
  version: z.string(),
  pid: z.number(),
  configDir: z.string(),
  log: z.string(),
  install: z.enum(['core', 'os']),
  /** Of the owner, for the login page. */
  username: z.string().optional(),
  password: z.string().optional(),
  supervisor: z.object({ data: z.string() }).optional(),
});
export type Started = z.infer<typeof startedSchema>;

/** Path of the tool, or undefined where there is none. `root` is the repository. */
export const findTool = (
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  const path = environment['HA_REAL_TOOL'] ?? join(root, '..', 'shared', 'tools', 'real-ha');
  return existsSync(path) ? path : undefined;
};

/** Starts it and waits until Home Assistant runs. Its progress goes to stderr. */
export const startWith = async (tool: string, args: readonly string[], signal: AbortSignal): Promise<Started> =>
  startedSchema.parse(JSON.parse(await run(tool, ['start', ...args], signal)));

/** Ends Home Assistant, keeps its data. */
export const stopWith = async (tool: string, dir: string): Promise<void> => {
  await run(tool, ['stop', '--dir', dir, '--json'], new AbortController().signal);
};

/** Ends Home Assistant and deletes it. */
export const resetWith = async (tool: string, dir: string): Promise<void> => {
  await run(tool, ['reset', '--dir', dir, '--json'], new AbortController().signal);
};

/** Its output. In a process group of its own: Ctrl-C must not reach it past us, or Home Assistant would be left behind. */
const run = (tool: string, args: readonly string[], signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Error('cancelled'));
      return;
    }
    const child = spawn(tool, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const cancel = (): void => void child.kill();
    signal.addEventListener('abort', cancel, { once: true });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', cancel);
      if (code === 0) resolve(output);
      else reject(new Error(`real-ha ${args[0] ?? ''} ended with ${code ?? 'a signal'}, see its own message`));
    });
  });
