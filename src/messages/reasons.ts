import { ladder } from '../shared/ladder.ts';
import { isErrorCode } from '../shared/error-codes.ts';
import { messages } from './messages.ts';
import { describeProblem } from './problems.ts';

const known = (): Readonly<Record<string, string>> => {
  const { left, listed, reasons } = messages;
  return { ...left, ...listed, new: reasons.new, later: reasons.later };
};

/** Why a backup is kept or deleted by its age; undefined for every other reason. */
const retentionReason = (reason: string): string | undefined => {
  const known: Readonly<Record<string, string>> = messages.retention;
  return known[reason];
};

const otherReason = (reason: string): string =>
  known()[reason] ?? (isErrorCode(reason) ? messages.reasons.held(describeProblem(reason).title) : reason);

/** Why a backup is kept, copied, deleted or skipped. A code says what holds back all deletions. */
export const describeReason = (reason: string): string => {
  const words = retentionReason(reason);
  if (words === undefined) return otherReason(reason);
  return reason === 'expired' ? messages.reasons.expired(words) : messages.reasons.kept(words);
};

/** The same where it already says whether the backup is kept: `within the time you keep backups`. */
export const nextReason = (reason: string): string => retentionReason(reason) ?? otherReason(reason);

/** `app-missing core_ssh`, as the list (status.ts) names shortcomings. */
export const describeDefectText = (defect: string): string => {
  const [, kind = '', part = ''] = /^(\S+) ?(.*)$/.exec(defect) ?? [];
  const known: Readonly<Record<string, string>> = { ...messages.defects, ...messages.doubts };
  return known[kind] === undefined ? defect : `${known[kind]}: ${part}`;
};

/** `Makes sense`. A newer program may have found out more. */
export const describeLevel = (level: number): string => {
  const name = ladder.find((one) => one.level === level)?.name ?? 'Intact';
  return messages.levels[name];
};
