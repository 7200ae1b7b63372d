import { errorCodes, type ErrorCode } from '../error-codes.ts';
import { describeProblem } from '../words.ts';
import { defectWords, isDefect, leftWords, listWords, retentionWords } from './plan.ts';

/** What is neither retention's nor the plan's own reason. */
const more: Readonly<Record<string, string>> = {
  new: 'not in iCloud yet',
  later: 'goes later: by itself only a few a day',
};

const words: Readonly<Record<string, string>> = { ...leftWords, ...retentionWords, ...listWords, ...more };

const isCode = (reason: string): reason is ErrorCode => reason in errorCodes;

/** Why a backup is kept, fetched, deleted or left. A code says what holds back all deletions. */
export const describeReason = (reason: string): string =>
  words[reason] ?? (isCode(reason) ? `kept for now: ${describeProblem(reason).title}` : reason);

/** The same without the word that stands before it anyway, `kept` or `goes`: `not old enough to go`. */
export const nextReason = (reason: string): string => describeReason(reason).replace(/^(?:kept|goes|goes later): /, '');

/** `app-missing core_ssh`, as the list (status.ts) names shortcomings. */
export const describeDefectText = (defect: string): string => {
  const [, kind = '', part = ''] = /^(\S+) ?(.*)$/.exec(defect) ?? [];
  return isDefect(kind) ? `${defectWords[kind]}: ${part}` : defect;
};
