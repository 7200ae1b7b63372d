import type { Problem, RunReport } from '../shared/run-report.ts';
import { formatBytes, formatDuration } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { labelled } from './labels.ts';

/** What a run did, without its problems. */
export const reportText = (report: RunReport): string[] => {
  const { outcomes, recoverable } = messages.terminal.report;
  const labels = labelled(outcomes, '  ');
  return [
    headline(report),
    ...report.backups.map(
      ({ id, name, outcome, archive, bytes }) =>
        `${labels[outcome]}${[id, name, ...(bytes === undefined ? [] : [formatBytes(bytes)]), ...(archive === undefined ? [] : [archive])].join('  ')}`,
    ),
    ...report.pruned.map((archive) => `${labels.deleted}${recoverable(archive)}`),
  ];
};

/** Backups that are not stored and of which the run said nothing else. */
const missingOf = ({ missing = [], backups, warnings }: RunReport): Problem[] => {
  const tried = new Set(backups.map(({ id }) => id));
  const told = new Set(warnings.map(({ facts }) => facts['backup']));
  return missing.filter(({ id }) => !tried.has(id) && !told.has(id)).map(({ problem }) => problem);
};

const headline = (report: RunReport): string => {
  const stored = report.backups.filter(({ outcome }) => outcome === 'stored');
  const bytes = stored.reduce((sum, backup) => sum + (backup.bytes ?? 0), 0);
  const took = formatDuration(new Date(report.finished).getTime() - new Date(report.started).getTime());
  const words = messages.terminal.report;
  const parts = [
    ...(stored.length > 0 ? [words.stored({ count: stored.length, bytes: formatBytes(bytes) })] : []),
    ...(report.pruned.length > 0 ? [words.deleted(report.pruned.length)] : []),
  ];
  const done = parts.length === 0 ? words.nothingStored : parts.join(', ');
  switch (report.outcome) {
    case 'failed':
      return words.failed({ took, done });
    case 'cancelled':
      return words.cancelled({ took, done });
    case 'done':
    case 'warnings':
      return parts.length === 0 && report.backups.length === 0 && (report.missing ?? []).length === 0
        ? words.nothingNew
        : words.done({ took, done });
  }
};

/** Problems of a run in the order in which they matter, each once. That it was cancelled is said already. */
export const problemsOf = (report: RunReport): RunReport['warnings'] => {
  const all = [
    ...(report.problem ? [report.problem] : []),
    ...report.backups.flatMap(({ problem }) => (problem ? [problem] : [])),
    ...report.warnings,
    ...missingOf(report),
  ];
  return all.filter(
    (problem, index) =>
      problem.code !== 'sync.cancelled' &&
      all.findIndex((other) => JSON.stringify(other) === JSON.stringify(problem)) === index,
  );
};
