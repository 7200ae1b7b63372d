import type { Activity, TransferState } from '../shared/run-report.ts';
import { Meter } from './meter.ts';
import { messages } from '../messages/messages.ts';
import { formatBytes, formatDuration, formatPercent } from '../messages/format.ts';
import type { Direction } from '../shared/vocabulary.ts';

/** A line after another tenth, but never more than one in ten seconds: logs are read later, and fast transfers end soon. */
const stepPercent = 10;
const stepMs = 10_000;

type Transferring = Extract<Activity, { readonly phase: 'transferring' }>;

/** What a run does, for a log: a line for each new thing, few while something is on its way. */
export class ProgressLines {
  readonly #write: (line: string) => void;
  readonly #now: () => Date;
  readonly #download: TransferLines;
  readonly #upload: TransferLines;
  #last = '';

  constructor(write: (line: string) => void, now: () => Date) {
    this.#write = write;
    this.#now = now;
    this.#download = new TransferLines('download');
    this.#upload = new TransferLines('upload');
  }

  show(activity: Activity): void {
    if (activity.phase === 'transferring') this.#transfer(activity);
    else this.#once(messages.describeActivity(activity));
  }

  end(): void {
    this.#last = '';
  }

  #transfer({ download, upload }: Transferring): void {
    const now = this.#now();
    const lines = [
      download && this.#download.next(download, now),
      upload && (upload.finishing ? undefined : this.#upload.next(upload, now)),
    ];
    // Two backups may have one name, so a line of a transfer may well equal the one before.
    for (const line of lines) if (line !== undefined) this.#say(line);
    if (upload?.finishing) this.#once(messages.terminal.progress.finishingUpload(upload.name));
  }

  #once(line: string): void {
    if (line !== this.#last) this.#say(line);
  }

  #say(line: string): void {
    this.#last = line;
    this.#write(line);
  }
}

/** One direction: says when a transfer begins, then how far it is. */
class TransferLines {
  readonly #direction: Direction;
  readonly #meter = new Meter();
  #last: TransferState | undefined;
  #shownAt = 0;
  #shownPercent = 0;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  next(transfer: TransferState, now: Date): string | undefined {
    const { percent, bytesPerSecond, leftMs } = this.#meter.read(transfer, now);
    const words = messages.terminal.progress;
    const { begins, beginsWithSize, continues } = words[this.#direction];
    const { name, total } = transfer;
    const isNew = name !== this.#last?.name || transfer.bytes < this.#last.bytes;
    this.#last = transfer;
    if (isNew) {
      this.#remember(now, percent);
      return total === undefined ? begins(name) : beginsWithSize({ name, size: formatBytes(total) });
    }
    const isFar = percent === undefined || percent - this.#shownPercent >= stepPercent;
    if (!isFar || now.getTime() - this.#shownAt < stepMs) return undefined;
    this.#remember(now, percent);
    const parts = [
      percent === undefined ? formatBytes(transfer.bytes) : formatPercent(percent),
      ...(!bytesPerSecond ? [] : [words.rate(formatBytes(bytesPerSecond))]),
      ...(leftMs === undefined ? [] : [words.left(formatDuration(leftMs))]),
    ];
    return continues({ name, how: parts.join(', ') });
  }

  #remember(now: Date, percent: number | undefined): void {
    [this.#shownAt, this.#shownPercent] = [now.getTime(), percent ?? 0];
  }
}
