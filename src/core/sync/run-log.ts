import type { BackupOutcome, Problem, RunReport } from '../../shared/run-report.ts';
import type { AppError } from '../errors/app-error.ts';
import { problemOf } from './transfer.ts';

/** Gathers what a run achieved, so that a report is complete also when the run breaks off. */
export class RunLog {
  readonly #started: Date;
  readonly #backups: BackupOutcome[] = [];
  readonly #pruned: string[] = [];
  /** By what they say. */
  readonly #warnings = new Map<string, Problem>();
  #problem: Problem | undefined;
  #created: string | undefined;
  #askedCloud = false;

  constructor(started: Date) {
    this.#started = started;
  }

  askedCloud(): void {
    this.#askedCloud = true;
  }

  created(backupId: string): void {
    this.#created = backupId;
  }

  backup(outcome: BackupOutcome): void {
    this.#backups.push(outcome);
  }

  /** What became of each backup that was taken up. */
  get outcomes(): readonly BackupOutcome[] {
    return this.#backups;
  }

  pruned(archive: string): void {
    this.#pruned.push(archive);
  }

  /** Said once per code and facts. */
  warn(problem: Problem): void {
    const text = JSON.stringify(problem);
    if (!this.#warnings.has(text)) this.#warnings.set(text, problem);
  }

  fail(error: AppError): void {
    this.#problem = problemOf(error);
  }

  report(finished: Date): RunReport {
    return {
      started: this.#started.toISOString(),
      finished: finished.toISOString(),
      outcome: this.#outcome(),
      ...(this.#problem ? { problem: this.#problem } : {}),
      ...(this.#created === undefined ? {} : { created: this.#created }),
      backups: [...this.#backups],
      pruned: [...this.#pruned],
      warnings: [...this.#warnings.values()],
      askedApple: this.#askedCloud,
    };
  }

  #outcome(): RunReport['outcome'] {
    if (this.#problem) return this.#problem.code === 'sync.cancelled' ? 'cancelled' : 'failed';
    const troubled = this.#backups.some(({ outcome }) => outcome === 'failed' || outcome === 'refused');
    return troubled || this.#warnings.size > 0 ? 'warnings' : 'done';
  }
}
