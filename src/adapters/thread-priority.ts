import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Puts the calling thread behind everything else. Linux alone has priorities of threads (setpriority(2) takes a thread's id
 * there); elsewhere it would be the whole program's, so it is left as it is. Node's own helpers, which decompress, keep theirs.
 */
export const stepBehind = (platform = process.platform): void => {
  if (platform !== 'linux') return;
  try {
    const thread = Number(/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1]);
    if (thread > 0) setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // It only takes its turn with the others then.
  }
};
