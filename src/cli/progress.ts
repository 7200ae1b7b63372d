import type { Activity } from '../shared/run-report.ts';
import type { Call } from './command.ts';
import { ProgressBars } from './progress-bars.ts';
import { ProgressLines } from './progress-lines.ts';

/** Shows what a run is doing just now. */
export interface Progress {
  show(activity: Activity): void;
  /** Nothing comes any more, and other words may follow. */
  end(): void;
}

const nothing: Progress = { show: () => undefined, end: () => undefined };

/** Events for a program, bars for a person, lines for a log. */
export const openProgress = (
  { io, output }: Call,
  onEvent: (activity: Activity) => void,
  style: 'any' | 'lines' = 'any',
): Progress => {
  if (output.json) return new ProgressEvents(onEvent, io.now);
  if (output.quiet) return nothing;
  if (style === 'lines' || !io.isTty.stderr) return new ProgressLines((line) => output.note(line), io.now);
  return new ProgressBars(io);
};

/** Often enough for a smooth bar, seldom enough that nobody drowns in lines. */
const everyMs = 500;

/** Hands on what a run does: every new thing at once, the bytes of a transfer twice a second. */
export class ProgressEvents {
  readonly #emit: (activity: Activity) => void;
  readonly #now: () => Date;
  #kind = '';
  #lastAt = 0;

  constructor(emit: (activity: Activity) => void, now: () => Date) {
    this.#emit = emit;
    this.#now = now;
  }

  show(activity: Activity): void {
    const kind = kindOf(activity);
    const now = this.#now().getTime();
    if (kind === this.#kind && now - this.#lastAt < everyMs) return;
    [this.#kind, this.#lastAt] = [kind, now];
    this.#emit(activity);
  }

  end(): void {
    this.#kind = '';
  }
}

/** Two activities of one kind differ in their bytes alone. */
const kindOf = (activity: Activity): string => {
  if (activity.phase === 'creating' || activity.phase === 'restoring') return `${activity.phase} ${activity.stage}`;
  if (activity.phase !== 'transferring') return activity.phase;
  const { download, upload, waiting } = activity;
  return JSON.stringify([download?.name, upload?.name, upload?.finishing, waiting]);
};
