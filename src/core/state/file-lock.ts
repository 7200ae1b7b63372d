import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../errors/app-error.ts';
import type { ProcessTable } from '../ports/network.ts';
import type { WithLock } from './json-file.ts';
import { tryToOwn } from './pid-lock-file.ts';

/** A change of a small file takes milliseconds; a process that has not done it after that long is stopped or dead. */
const deadlineMs = 10_000;
const firstPauseMs = 2;
const longestPauseMs = 200;

/**
 * A lock between processes for reading, changing and writing one small file: `<file>.lock` beside it, held for milliseconds. Not
 * re-entrant: `work` must not ask for the same lock. Error: `disk.failed` when another process does not give it back.
 */
export const fileLock =
  (file: string, processes: ProcessTable, giveUpMs = deadlineMs): WithLock =>
  async (work) => {
    const { release } = await own({ path: `${file}.lock`, processes }, giveUpMs);
    try {
      return await work();
    } finally {
      await release();
    }
  };

const own = async (
  place: { path: string; processes: ProcessTable },
  giveUpMs: number,
): Promise<{ release: () => Promise<void> }> => {
  const since = new Date();
  let waited = 0;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const attempt = await tryToOwn(place, since);
    if ('release' in attempt) return attempt;
    if (waited >= giveUpMs) throw new AppError('disk.failed', { system: 'EBUSY', path: place.path });
    await pause(pauseMs);
    waited += pauseMs;
  }
};
