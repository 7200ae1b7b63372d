import type { BackupOutcome, RunReport } from '../shared/run-report.ts';
import { formatBytes, formatDuration, plural } from '../shared/words/format.ts';

const outcomeWords = {
  stored: 'stored',
  'already-stored': 'was there',
  refused: 'refused',
  failed: 'failed',
} as const satisfies Record<BackupOutcome['outcome'], string>;

/** What a run did, without its problems. */
export const reportText = (report: RunReport): string[] => [
  headline(report),
  ...report.backups.map(
    ({ id, name, outcome, archive, bytes }) =>
      `  ${outcomeWords[outcome].padEnd(9)}  ${id}  ${name}${bytes === undefined ? '' : `  ${formatBytes(bytes)}`}${archive === undefined ? '' : `  ${archive}`}`,
  ),
  ...report.pruned.map((archive) => `  deleted    ${archive} (in Recently Deleted for about 30 days)`),
];

const headline = (report: RunReport): string => {
  const stored = report.backups.filter(({ outcome }) => outcome === 'stored');
  const bytes = stored.reduce((sum, backup) => sum + (backup.bytes ?? 0), 0);
  const took = formatDuration(new Date(report.finished).getTime() - new Date(report.started).getTime());
  const parts = [
    ...(stored.length > 0 ? [`stored ${plural(stored.length, 'backup')} in iCloud (${formatBytes(bytes)})`] : []),
    ...(report.pruned.length > 0 ? [`deleted ${plural(report.pruned.length, 'old copy', 'old copies')}`] : []),
  ];
  const done = parts.length === 0 ? 'nothing was stored' : parts.join(', ');
  switch (report.outcome) {
    case 'failed':
      return `Failed after ${took}: ${done}.`;
    case 'cancelled':
      return `Cancelled after ${took}: ${done}.`;
    case 'done':
    case 'warnings':
      return parts.length === 0 && report.backups.length === 0
        ? 'Nothing new: everything that is to be kept is in iCloud.'
        : `Done in ${took}: ${done}.`;
  }
};

/** Problems of a run in the order in which they matter, each once. That it was cancelled is said already. */
export const problemsOf = (report: RunReport): RunReport['warnings'] => {
  const all = [
    ...(report.problem ? [report.problem] : []),
    ...report.backups.flatMap(({ problem }) => (problem ? [problem] : [])),
    ...report.warnings,
  ];
  return all.filter(
    (problem, index) =>
      problem.code !== 'sync.cancelled' &&
      all.findIndex((other) => JSON.stringify(other) === JSON.stringify(problem)) === index,
  );
};
