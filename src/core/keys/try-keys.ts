import { firstLock, opensLock } from '../archive/open/first-lock.ts';
import { KeyRing } from '../archive/open/key-ring.ts';
import { listArchive, type ArchiveBytes } from '../archive/open/list-archive.ts';
import { contextOf } from '../archive/open/walk-parts.ts';
import { opensWithKey } from '../proof/opens.ts';
import type { Tried } from './key-notes.ts';

/** By the first encrypted part alone, which is a few kilobytes. What cannot be told is left out. */
export const tryOnFirst = async (
  bytes: ArchiveBytes,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly Tried[]> => {
  const lock = await firstLock(bytes, signal);
  if (!lock) return [];
  const told = await Promise.all(keys.map(async (key) => ({ key, opens: await opensLock(lock, [key]) })));
  return told.flatMap(({ key, opens }) => (opens === undefined ? [] : { key, opens }));
};

/** Level 2 of the ladder: every part, by its head. */
export const tryOnAll = async (
  bytes: ArchiveBytes,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly Tried[]> => {
  const listed = await listArchive(bytes, signal);
  const found: Tried[] = [];
  for (const key of keys) {
    const ring = new KeyRing([key]);
    try {
      const context = contextOf(listed, { keys: ring, signal });
      const { holds, ...verdict } = await opensWithKey(bytes, listed.parts, context, listed.json?.protected === true);
      const isWrong = 'problem' in verdict && verdict.problem.code === 'proof.wrong-key';
      if (holds === true || isWrong) found.push({ key, opens: holds === true });
    } finally {
      ring.wipe();
    }
  }
  return found;
};
