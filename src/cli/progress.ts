import type { Activity } from '../shared/run-report.ts';
import type { Call } from './command.ts';
import { ProgressBars } from './progress-bars.ts';
import { ProgressEvents } from './progress-events.ts';
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
