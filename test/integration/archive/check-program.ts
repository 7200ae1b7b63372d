import { existsSync, readFileSync } from 'node:fs';
import { SystemClock } from '../../../src/adapters/system-clock.ts';
import { checkFile } from '../../../src/core/commands/check-file.ts';

/** Checks the file in `argv[2]`; says what came out and what that cost this process. */
const before = process.cpuUsage();
const found = await checkFile(
  {
    ports: {
      clock: new SystemClock(),
      folders: { data: '', staging: '', cache: '' },
      processes: { self: { pid: process.pid, started: '' }, startOf: () => Promise.resolve(undefined) },
      prover: () => Promise.reject(new Error('nobody asked for it')),
    },
  },
  { file: process.argv[2] ?? '', upTo: 1, keys: () => Promise.resolve([]) },
  new AbortController().signal,
);
/** Peak of this program. Where the system counts in what its parent had before (Linux), the kernel's own mark of it. */
const peakKibibytes = (): number => {
  const [, mark] = existsSync('/proc/self/status')
    ? (/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [])
    : [];
  return mark === undefined ? process.resourceUsage().maxRSS : Number(mark);
};

const { user, system } = process.cpuUsage(before);
process.stdout.write(
  JSON.stringify({
    code: found.problem?.code ?? found.verdict,
    seconds: (user + system) / 1e6,
    megabytes: peakKibibytes() / 1024,
    answer: JSON.stringify(found).length,
  }),
);
