import { setTimeout as rest } from 'node:timers/promises';
import { CheckFailed } from './check.ts';

const everyMs = 25;
const patienceMs = 120_000;

/** Looks again and again until it is so. For what tells nobody: files and processes of another program. */
export const waitUntil = async (
  isSo: () => boolean | Promise<boolean>,
  what: string,
  signal: AbortSignal,
): Promise<void> => {
  for (let waited = 0; !(await isSo()); waited += everyMs) {
    if (waited > patienceMs) throw new CheckFailed(`waited in vain for ${what}`);
    await rest(everyMs, undefined, { signal });
  }
};
