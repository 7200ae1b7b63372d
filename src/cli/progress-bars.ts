import type { Activity, TransferState } from '../shared/run-report.ts';
import { describeActivity } from '../shared/words/activity.ts';
import { formatBytes, formatDuration } from '../shared/words/format.ts';
import type { CliIo } from './io.ts';
import { Meter } from './meter.ts';
import { fitText, padText, withoutControls } from './text-width.ts';

const redrawMs = 100;
const clearLine = '\r\u001b[2K';
const lineUp = '\u001b[1A';
/** Widths in cells; on a narrow terminal the bar goes first, then the name. */
const sizes = { label: 8, bar: 20, right: 34, leastName: 8 };

/** One or two lines at the bottom of a terminal, redrawn in place. */
export class ProgressBars {
  readonly #io: CliIo;
  readonly #download = new Meter();
  readonly #upload = new Meter();
  #drawn = 0;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #kind = '';

  constructor(io: CliIo) {
    this.#io = io;
  }

  show(activity: Activity): void {
    const now = this.#io.now();
    const lines = this.#lines(activity, now);
    const kind = `${activity.phase} ${lines.length}`;
    if (kind === this.#kind && now.getTime() - this.#drawnAt < redrawMs) return;
    this.clear();
    // The last cell stays free: some terminals break the line there.
    const width = Math.max(this.#io.columns() - 1, 10);
    this.#io.stderr.write(lines.map((line) => fitText(withoutControls(line), width)).join('\n'));
    [this.#drawn, this.#drawnAt, this.#kind] = [lines.length, now.getTime(), kind];
  }

  clear(): void {
    if (this.#drawn === 0) return;
    this.#io.stderr.write(clearLine + `${lineUp}${clearLine}`.repeat(this.#drawn - 1));
    this.#drawn = 0;
    this.#kind = '';
  }

  end(): void {
    this.clear();
  }

  #lines(activity: Activity, now: Date): string[] {
    if (activity.phase !== 'transferring') return [describeActivity(activity)];
    const { download, upload } = activity;
    const bars: Bar[] = [
      ...(download ? [{ label: 'Download', name: download.name, right: right(download, this.#download, now) }] : []),
      ...(upload ? [{ label: 'Upload', name: upload.name, right: right(upload, this.#upload, now) }] : []),
    ].map(({ right: { percent, text }, ...bar }) => ({ ...bar, percent, text }));
    return bars.length === 0 ? [describeActivity(activity)] : bars.map((bar) => compose(bar, this.#io.columns() - 1));
  }
}

interface Bar {
  readonly label: string;
  readonly name: string;
  readonly percent: number | undefined;
  readonly text: string;
}

const right = (
  transfer: TransferState & { readonly finishing?: boolean },
  meter: Meter,
  now: Date,
): { percent: number | undefined; text: string } => {
  const { percent, bytesPerSecond, leftMs } = meter.read(transfer, now);
  const done = percent === undefined ? formatBytes(transfer.bytes) : `${percent} %`;
  const rate = !bytesPerSecond ? [] : [`${formatBytes(bytesPerSecond)}/s`];
  const left = leftMs === undefined ? [] : [`${formatDuration(leftMs)} left`];
  const rest = transfer.finishing === true ? ['finishing'] : [...rate, ...left];
  return { percent, text: [done.padStart(percent === undefined ? 8 : 5), ...rest].join('  ') };
};

const compose = ({ label, name, percent, text }: Bar, width: number): string => {
  const left = padText(label, sizes.label);
  const bar = percent === undefined ? '' : '#'.repeat(Math.round((percent / 100) * sizes.bar));
  const drawn = `[${bar.padEnd(sizes.bar, '.')}]`;
  const space = width - sizes.label - sizes.right - 4;
  const nameSpace = space - drawn.length - 2;
  if (nameSpace >= sizes.leastName) return [left, padText(fitText(name, nameSpace), nameSpace), drawn, text].join('  ');
  if (space >= sizes.leastName) return [left, padText(fitText(name, space), space), text].join('  ');
  return [left, text].join('  ');
};
