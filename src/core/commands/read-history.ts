import type { ActivityEntry } from '../../shared/contract/views.ts';
import type { ErrorCode } from '../../shared/error-codes.ts';
import type { Problem } from '../../shared/run-report.ts';
import type { Needs } from '../context.ts';
import type { HistoryEntry } from '../state/history.ts';

/** What happened, newest first. */
export const readHistory = async ({ history }: Needs<'history'>): Promise<readonly ActivityEntry[]> =>
  selectActivity((await history.read()).entries);

/** Pure. A run is told by its end; one that never ended (the program was killed) by what it had stored until then. */
export const selectActivity = (entries: readonly HistoryEntry[]): ActivityEntry[] => {
  const triggers = new Map(
    entries.flatMap((entry) => (entry.kind === 'run-start' ? [[entry.run, entry.trigger]] : [])),
  );
  return entries.flatMap((entry) => toActivity(entry, triggers)).reverse();
};

const toActivity = (entry: HistoryEntry, triggers: ReadonlyMap<string, string>): ActivityEntry[] => {
  switch (entry.kind) {
    case 'run-start':
      return [];
    case 'run-end': {
      const { at, outcome, stored, pruned, run } = entry;
      const trigger = triggers.get(run) ?? 'schedule';
      return [{ kind: 'run', at, trigger, outcome, problem: problemOf(entry.code), stored, pruned }];
    }
    case 'backup': {
      const { at, what, name, bytes = null } = entry;
      return [{ kind: 'backup', at, what, name, bytes, problem: problemOf(entry.code) }];
    }
    case 'sign-in':
      return [{ kind: 'sign-in', at: entry.at, what: entry.what, problem: problemOf(entry.code) }];
  }
};

const problemOf = (code: ErrorCode | undefined): Problem | null => (code === undefined ? null : { code, facts: {} });
