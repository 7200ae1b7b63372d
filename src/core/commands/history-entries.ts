import type { BackupOutcome, RunReport } from '../../shared/run-report.ts';
import type { StoredBackup } from '../domain/manifest.ts';
import type { HistoryEntry } from '../state/history.ts';
import type { MadeBackup } from '../sync/remember-look.ts';

/** In the history: what became of one backup that a run took up. */
export const entryOf = (
  { id, name, outcome, bytes, problem }: BackupOutcome,
  instance: string,
  now: Date,
): HistoryEntry => ({
  kind: 'backup' as const,
  at: now.toISOString(),
  what: outcome === 'already-stored' ? ('stored' as const) : outcome,
  instance,
  backupId: id,
  name,
  ...(bytes === undefined ? {} : { bytes }),
  ...(problem === undefined ? {} : { code: problem.code }),
});

/** In the history: the end of one copy in iCloud, by retention or by the user's own hand. */
export const prunedEntry = ({ manifest }: StoredBackup, instance: string, now: Date): HistoryEntry => ({
  kind: 'backup' as const,
  at: now.toISOString(),
  what: 'pruned' as const,
  instance,
  backupId: manifest.backupId,
  name: manifest.name,
  bytes: manifest.size,
});

/** In the history: Home Assistant made it. */
export const madeEntry = ({ id, name, at }: MadeBackup, instance: string): HistoryEntry => ({
  kind: 'backup' as const,
  at: at.toISOString(),
  what: 'made' as const,
  instance,
  backupId: id,
  name,
});

/** In the history: the end of a run, with the reason or the gravest of its warnings. */
export const endEntry = (report: RunReport, run: string): HistoryEntry => {
  const { finished: at, outcome, problem, warnings, backups, pruned } = report;
  const code = problem?.code ?? warnings[0]?.code;
  return {
    kind: 'run-end',
    at,
    run,
    outcome,
    stored: backups.filter((backup) => backup.outcome === 'stored').length,
    pruned: pruned.length,
    ...(code === undefined ? {} : { code }),
    ...(hasUnpulled(report) ? { unpulled: true } : {}),
  };
};

export const hasUnpulled = ({ warnings }: RunReport): boolean => warnings.some(({ code }) => code === 'ha.unpulled');
