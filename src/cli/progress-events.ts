import type { Activity } from '../shared/run-report.ts';

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
  if (activity.phase === 'creating') return `creating ${activity.stage}`;
  if (activity.phase !== 'transferring') return activity.phase;
  const { download, upload, waiting } = activity;
  return JSON.stringify([download?.name, upload?.name, upload?.finishing, waiting]);
};
