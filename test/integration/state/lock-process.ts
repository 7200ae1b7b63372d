import { execa } from 'execa';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import type { BundledProgram } from '../../support/bundle-program.ts';
import { mayStayUnread } from '../../support/child-input.ts';

/** `lock-program.ts` in a process of its own. */
export interface LockProcess {
  readonly pid: number | undefined;
  readonly ask: (what: 'get' | 'heed' | 'release') => Promise<unknown>;
  readonly kill: () => Promise<void>;
}

export const startLockProcess = async (program: BundledProgram, lock: string): Promise<LockProcess> => {
  const child = execa(process.execPath, [program.file, lock], { stdin: 'pipe', buffer: false, reject: false });
  mayStayUnread(child.stdin);
  const lines = createInterface({ input: child.stdout });
  const next = async (): Promise<unknown> => JSON.parse(String((await once(lines, 'line'))[0]));
  expect(await next()).toEqual({ ready: true });
  return {
    pid: child.pid,
    ask: async (what) => {
      const answer = next();
      child.stdin.write(`${what}\n`);
      return await answer;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await child;
    },
  };
};
