import type { LineVerdict } from './rclone-run.ts';

/** Makes rclone say the headers of each answer, which is the only way to see Apple's clock through it. */
export const headerDumpFlags = ['--dump', 'headers'];

const wantedLevel = /"level":"(?:notice|warning|error|critical)"/u;
const goodAnswer = /"msg":"HTTP\/[\d.]+ 2\d\d /u;
const dateHeader = /\\r\\nDate: ([^\\]+)\\r\\n/iu;

/**
 * Takes the `Date` headers out of a header dump and lets nothing else of it through. The dump also holds cookies (and the
 * obscured password, in rclone's remarks about its variables): every line that is no message of level notice or above
 * ends here, in memory, before anything could keep it. That includes what is not JSON.
 */
export class ClockReader {
  readonly #now: () => Date;
  /** Milliseconds that Apple's clock is ahead of ours, of the last good answer; its header has whole seconds. */
  skewMs: number | undefined;

  constructor(now: () => Date) {
    this.#now = now;
  }

  readonly onLine = (line: string): LineVerdict => {
    if (wantedLevel.test(line) && !line.includes('"level":"debug"')) return undefined;
    const date = goodAnswer.test(line) ? dateHeader.exec(line)?.[1] : undefined;
    const time = date === undefined ? Number.NaN : Date.parse(date);
    if (!Number.isNaN(time)) this.skewMs = time - this.#now().getTime();
    return 'progress';
  };
}
