import type {
  ActivityWords,
  BackupWords,
  Described,
  RestoreWords,
  WindowProblem,
} from '../../shared/contract/described.ts';
import { blocksICloud } from '../../shared/contract/cures.ts';
import { errorCodes } from '../../shared/error-codes.ts';
import type { Activity, Problem } from '../../shared/run-report.ts';
import type { ListedBackup, RestoreResult } from '../../shared/status.ts';
import { described } from '../../shared/words.ts';
import { describeActivity } from '../../shared/words/activity.ts';
import { describeDefectText, nextReason } from '../../shared/words/reasons.ts';
import { restoreSteps } from '../../shared/words/restore-steps.ts';
import { problemActions } from './problem-actions.ts';

/**
 * The one place where windows get their words: whatever goes to a window goes through here, and what speaks in codes is
 * found wherever it stands, so that nothing new can forget it. For plain data: what can cross the bridge.
 */
export const inWords = <T>(told: T): Described<T> => translated(told) as Described<T>;

const translated = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(translated);
  if (isProblem(value)) return problemInWords(value);
  return {
    ...Object.fromEntries(Object.entries(value).map(([name, part]) => [name, translated(part)])),
    ...wordsOf(value),
  };
};

const problemInWords = (problem: Problem): WindowProblem => ({
  ...described(problem),
  actions: problemActions(problem.code),
  blocksICloud: blocksICloud(problem.code),
});

const wordsOf = (value: object): BackupWords | RestoreWords | ActivityWords | undefined => {
  if (isBackup(value)) return backupWords(value);
  if (isRestored(value)) return { steps: restoreSteps({ ...value, haVersion: value.haVersion ?? undefined }) };
  return isActivity(value) ? { line: describeActivity(value) } : undefined;
};

const backupWords = ({ reason, verification }: ListedBackup): BackupWords => ({
  because: nextReason(reason),
  shortcomings: (verification?.defects ?? []).map(describeDefectText),
});

/** Each by what nothing else has that goes to a window (shared/status.ts, shared/run-report.ts). */
const isProblem = (value: object): value is Problem =>
  'code' in value && 'facts' in value && typeof value.code === 'string' && Object.hasOwn(errorCodes, value.code);
const isBackup = (value: object): value is ListedBackup => 'reason' in value && 'verification' in value;
const isRestored = (value: object): value is RestoreResult => 'file' in value && 'sha256' in value;
const isActivity = (value: object): value is Activity => 'phase' in value;
