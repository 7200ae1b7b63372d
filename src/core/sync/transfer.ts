import type { Problem } from '../../shared/run-report.ts';
import type { StagedArchive } from '../domain/backup.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import type { AppError } from '../errors/app-error.ts';
import { throwIfCancelled, toAppError } from '../errors/app-error.ts';
import type { Pull } from './sync-facts.ts';

export interface TransferSteps {
  /** Home Assistant -> this disk, proven whole. */
  readonly pull: (pull: Pull, signal: AbortSignal) => Promise<StagedArchive>;
  /** This disk -> the cloud, confirmed; undefined = somebody else stored it meanwhile. */
  readonly store: (pull: Pull, staged: StagedArchive, signal: AbortSignal) => Promise<StoredBackup | undefined>;
  readonly onResult: (pull: Pull, result: TransferResult) => Promise<void>;
  /** Whether a failure ends the whole run: the next backup would meet the same wall. */
  readonly endsRun: (error: AppError) => boolean;
  /** Bytes that staged archives may take together. */
  readonly budget: number;
}

export type TransferResult =
  | { readonly outcome: 'stored'; readonly stored: StoredBackup }
  | { readonly outcome: 'already-stored' }
  | { readonly outcome: 'failed'; readonly error: AppError };

type Outcome<T> = { readonly value: T } | { readonly error: AppError };

/**
 * Takes backups over one after the other; while one goes up, the next already comes down, if both fit into the budget.
 * One backup's trouble does not stop the others, unless `endsRun` says so. Error: whatever ended the run.
 */
export const transferAll = async (pulls: readonly Pull[], steps: TransferSteps, signal: AbortSignal): Promise<void> => {
  const downloads = new AbortController();
  const either = AbortSignal.any([signal, downloads.signal]);
  const begin = (pull: Pull): Promise<Outcome<StagedArchive>> => settle(steps.pull(pull, either));
  let coming = pulls[0] === undefined ? undefined : begin(pulls[0]);
  try {
    for (const [index, pull] of pulls.entries()) {
      throwIfCancelled(signal);
      const next = pulls[index + 1];
      const staged = await (coming ?? begin(pull));
      coming = next && mayBegin(staged, next, steps, signal) ? begin(next) : undefined;
      const result = 'error' in staged ? staged : await settle(steps.store(pull, staged.value, signal));
      await steps.onResult(pull, resultOf(result));
      if (!('error' in result)) continue;
      // Nothing more fits, but what is old may still be deleted.
      if (result.error.code === 'cloud.full') return;
      if (steps.endsRun(result.error)) throw result.error;
    }
  } finally {
    downloads.abort();
    await coming;
  }
};

/** Nothing is begun behind a failure that ends the run, nor beyond the budget. */
const mayBegin = (staged: Outcome<StagedArchive>, next: Pull, steps: TransferSteps, signal: AbortSignal): boolean => {
  if (signal.aborted) return false;
  if ('error' in staged) return !steps.endsRun(staged.error);
  return staged.value.bytes + (next.copy.size ?? steps.budget) <= steps.budget;
};

const resultOf = (result: Outcome<StoredBackup | undefined>): TransferResult => {
  if ('error' in result) return { outcome: 'failed', error: result.error };
  return result.value ? { outcome: 'stored', stored: result.value } : { outcome: 'already-stored' };
};

/** A promise that is looked at later must not be able to reject unheard. */
const settle = async <T>(work: Promise<T>): Promise<Outcome<T>> => {
  try {
    return { value: await work };
  } catch (error) {
    return { error: toAppError(error) };
  }
};

export const problemOf = (error: AppError): Problem => ({ code: error.code, facts: { ...error.facts } });
