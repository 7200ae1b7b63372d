import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Undefined where the process has ended meanwhile. */
const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** The process and all below it. */
const familyOf = (pid: number): number[] => {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  const below = (one: number): number[] => [
    one,
    ...parents.filter(([, parent]) => parent === one).flatMap(([child]) => below(child)),
  ];
  return below(pid);
};

/** `pid (name) state ppid …`; a name may hold blanks and parentheses (proc(5)). */
const parentOf = (pid: string): number =>
  Number(/^.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`) ?? '')?.[1] ?? Number.NaN);

/** Proportional set size of all of them in MiB: what they share counts once in total. */
const memoryOf = (pid: number): number => {
  const kib = familyOf(pid).map((one) => /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${one}/smaps_rollup`) ?? '')?.[1] ?? 0);
  return kib.reduce<number>((sum, value) => sum + Number(value), 0) / 1024;
};

const sampleMs = 1000;
/** A program that has just started frees for a while what it took for that. */
const atLeast = 30;
const atMost = 120;
const window = 10;
const steady = 0.005;

/** The memory once it no longer changes. */
export const settledMemoryOf = async (pid: number): Promise<number> => {
  const samples: number[] = [];
  for (;;) {
    await pause(sampleMs);
    samples.push(memoryOf(pid));
    const last = samples.slice(-window);
    const [low, high] = [Math.min(...last), Math.max(...last)];
    const isSettled = samples.length >= atLeast && (high - low) / high < steady;
    if (isSettled || samples.length >= atMost) return samples.at(-1) ?? Number.NaN;
  }
};
