import { readFileSync } from 'node:fs';

/** Largest resident size since the process began. On Linux of this program alone: `maxRSS` there may be the parent's, from before it became this program. */
export const peakBytes = (): number => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kib = ''] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib) * 1024;
};
