import type { Activity, TransferState } from '../shared/run-report.ts';
import type { CliIo } from './io.ts';
import { padded } from './labels.ts';
import { Meter } from './meter.ts';
import { withoutControls } from '../shared/safe-text.ts';
import { fitText, padText, textWidth } from './text-width.ts';
import { messages } from '../messages/messages.ts';
import { formatBytes, formatPercent, formatShortDuration } from '../messages/format.ts';

const redrawMs = 100;
const clearLine = '\r\u001b[2K';
const lineUp = '\u001b[1A';
/** Widths in cells; on a narrow terminal the bar goes first, then the name. */
const sizes = { bar: 20, right: 34, leastName: 8 };

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
    if (activity.phase !== 'transferring') return [messages.describeActivity(activity)];
    const { download, upload } = activity;
    const labels = padded(messages.terminal.progress.bars, '');
    const bars: Bar[] = [
      ...(download
        ? [{ label: labels.download, name: download.name, right: right(download, this.#download, now) }]
        : []),
      ...(upload ? [{ label: labels.upload, name: upload.name, right: right(upload, this.#upload, now) }] : []),
    ].map(({ right: { percent, text }, ...bar }) => ({ ...bar, percent, text }));
    return bars.length === 0
      ? [messages.describeActivity(activity)]
      : bars.map((bar) => compose(bar, this.#io.columns() - 1));
  }
}

interface Bar {
  /** As wide as the one of the other direction. */
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
  const words = messages.terminal.progress;
  const { percent, bytesPerSecond, leftMs } = meter.read(transfer, now);
  const done = percent === undefined ? formatBytes(transfer.bytes) : formatPercent(percent);
  const rate = !bytesPerSecond ? [] : [words.rate(formatBytes(bytesPerSecond))];
  const left = leftMs === undefined ? [] : [words.left(formatShortDuration(leftMs))];
  const rest = transfer.finishing === true ? [words.finishing] : [...rate, ...left];
  return { percent, text: [done.padStart(percent === undefined ? 8 : 5), ...rest].join('  ') };
};

const compose = ({ label: left, name, percent, text }: Bar, width: number): string => {
  const bar = percent === undefined ? '' : '#'.repeat(Math.round((percent / 100) * sizes.bar));
  const drawn = `[${bar.padEnd(sizes.bar, '.')}]`;
  const space = width - textWidth(left) - sizes.right - 4;
  const nameSpace = space - drawn.length - 2;
  if (nameSpace >= sizes.leastName) return [left, padText(fitText(name, nameSpace), nameSpace), drawn, text].join('  ');
  if (space >= sizes.leastName) return [left, padText(fitText(name, space), space), text].join('  ');
  return [left, text].join('  ');
};
