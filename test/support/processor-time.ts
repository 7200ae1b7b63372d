import { readFileSync } from 'node:fs';
import { afterEach } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** What a test file cost up to the end of its last test, with the programs that it started and that have ended; theirs are known on Linux alone. */
    processorSeconds?: number;
  }
}

/** Clock ticks that Linux counts in, whatever the kernel's own: `sysconf(_SC_CLK_TCK)`. */
const ticksPerSecond = 100;

const secondsOfChildren = (): number => {
  if (process.platform !== 'linux') return 0;
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The name before it may hold anything. Behind it, user and system time of ended children are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
};

const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + secondsOfChildren();
};

const before = processorSeconds();
afterEach(({ task }) => {
  task.file.meta.processorSeconds = processorSeconds() - before;
});
