import { writeFileSync } from 'node:fs';

/**
 * Keeps the memory of this program, and of what it starts, out of core dumps: a crash would otherwise leave token and
 * passwords on the disk, in a file that systems keep, list and offer to send. Linux alone lets a program say so without
 * native code. macOS and Windows write none of their own accord. Anyone who can read this process's memory while it lives
 * (the user's own debuggers, unless the system forbids them: `kernel.yama.ptrace_scope`) is not kept from it.
 *
 * @param own - the kernel's own file of this process
 */
export const keepOutOfCoreDumps = (own = '/proc/self/coredump_filter', platform = process.platform): void => {
  if (platform !== 'linux') return;
  try {
    // No kind of memory at all; what is left of a dump are registers and names.
    writeFileSync(own, '0');
  } catch {
    // A kernel without core dumps, or one that lets nobody say so.
  }
};
