import { readFileSync } from 'node:fs';
import { SystemClock } from '../../../src/adapters/system-clock.ts';
import { toAppError } from '../../../src/core/errors/app-error.ts';
import { judgeListing } from '../../../src/core/home-assistant/describe.ts';
import { defaultTimeouts } from '../../../src/core/home-assistant/options.ts';
import { infoSchema } from '../../../src/core/home-assistant/schemas.ts';
import { HaSocket } from '../../../src/core/home-assistant/socket.ts';

/** Asks the address in its first argument for its backups, and prints how that ended and what it cost this process. */
const { signal } = new AbortController();

const eat = async (url: string): Promise<string> => {
  const clock = new SystemClock();
  const route = undefined;
  try {
    const socket = await HaSocket.open(
      { url, tls: undefined, route, token: 't', clock, timeouts: defaultTimeouts },
      signal,
    );
    const answer = await socket.request({ type: 'backup/info' }, signal);
    const read = infoSchema.safeParse(answer);
    await socket.close();
    return read.success ? `${judgeListing('RUNNING', ['backup.local'], read.data).items.length} listed` : 'no list';
  } catch (error) {
    return toAppError(error).code;
  }
};

/** The most memory this program ever had. On Linux `maxRSS` begins with what the parent had when it started this. */
const peakKilobytes = (): number => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
};

const outcome = await eat(process.argv[2] ?? '');
const { userCPUTime, systemCPUTime } = process.resourceUsage();
const cpuMs = (userCPUTime + systemCPUTime) / 1_000;
process.stdout.write(JSON.stringify({ outcome, kilobytes: peakKilobytes(), cpuMs }));
process.exit(0);
