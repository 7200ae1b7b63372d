import type { Activity, TransferState } from '../shared/run-report.ts';
import { describeActivity } from '../shared/words/activity.ts';
import { formatBytes, formatDuration } from '../shared/words/format.ts';
import { Meter } from './meter.ts';

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
    this.#download = new TransferLines('Downloading');
    this.#upload = new TransferLines('Uploading');
  }

  show(activity: Activity): void {
    if (activity.phase === 'transferring') this.#transfer(activity);
    else this.#once(describeActivity(activity));
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
    if (upload?.finishing) this.#once(`Finishing the upload of ${upload.name}`);
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
  readonly #verb: string;
  readonly #meter = new Meter();
  #last: TransferState | undefined;
  #shownAt = 0;
  #shownPercent = 0;

  constructor(verb: string) {
    this.#verb = verb;
  }

  next(transfer: TransferState, now: Date): string | undefined {
    const { percent, bytesPerSecond, leftMs } = this.#meter.read(transfer, now);
    const size = transfer.total === undefined ? '' : ` (${formatBytes(transfer.total)})`;
    const isNew = transfer.name !== this.#last?.name || transfer.bytes < this.#last.bytes;
    this.#last = transfer;
    if (isNew) {
      this.#remember(now, percent);
      return `${this.#verb} ${transfer.name}${size}`;
    }
    const isFar = percent === undefined || percent - this.#shownPercent >= stepPercent;
    if (!isFar || now.getTime() - this.#shownAt < stepMs) return undefined;
    this.#remember(now, percent);
    const parts = [
      percent === undefined ? formatBytes(transfer.bytes) : `${percent} %`,
      ...(!bytesPerSecond ? [] : [`${formatBytes(bytesPerSecond)}/s`]),
      ...(leftMs === undefined ? [] : [`${formatDuration(leftMs)} left`]),
    ];
    return `${this.#verb} ${transfer.name}: ${parts.join(', ')}`;
  }

  #remember(now: Date, percent: number | undefined): void {
    [this.#shownAt, this.#shownPercent] = [now.getTime(), percent ?? 0];
  }
}
