import { isDoubtful } from '../messages/defects.ts';
import { formatBytes, plural } from '../messages/format.ts';
import { described } from '../messages/problems.ts';
import { describeDefectText } from '../messages/reasons.ts';
import type { LevelResult } from '../shared/proof.ts';
import type { Problem } from '../shared/run-report.ts';
import type { CheckResult } from '../shared/status.ts';
import { prose, type Line } from './prose.ts';

/** So many parts and defects of one file are listed; more are counted. */
const maxLines = 100;

/** What `check` answers on a terminal. */
export const checkText = (found: CheckResult, file: string): Line[] => [
  verdictText(found),
  ...(found.problem ? [prose(reason(found.problem), '  Reason     ')] : []),
  ...(isSalvageable(found) ? [prose(salvageHint, '  Next       ')] : []),
  `  File       ${file}  (${formatBytes(found.bytes)})`,
  ...(found.slug === null ? [] : [`  ID         ${found.slug}`]),
  ...(found.protected === null ? [] : [`  Encrypted  ${encryption(found)}`]),
  ...(found.sha256 === null ? [] : [`  SHA-256    ${found.sha256}`]),
  ...(found.level === 0 ? [] : shownLevels(found.levels).map(levelLine)),
  ...(found.parts.length === 0 ? [] : [`  Contents   ${plural(found.parts.length, { one: 'part', other: 'parts' })}`]),
  ...listed(found.parts, ({ name, size }) => `    ${formatBytes(size).padStart(9)}  ${name}`),
  ...listed(found.defects, ({ kind, part }) => `  Defect     ${describeDefectText(`${kind} ${part}`)}`),
];

const salvageHint = 'Rescue what is intact: ha-icloud-backup salvage FILE --to DIR';

/** A backup, and damaged: in what is none, or may be fine, there is nothing to rescue. */
const isSalvageable = ({ verdict, level, problem }: CheckResult): boolean => {
  if (verdict !== 'refused' || problem === null) return false;
  if (level > 0) return problem.code === 'proof.part-damaged';
  return problem.code !== 'archive.not-archive' && problem.code !== 'archive.not-understood';
};

/** What this version cannot read may still be restored by those who made it. */
const refusalText = (problem: Problem | null): string => {
  if (problem?.code === 'archive.not-archive') return 'Refused: this is not a backup.';
  return problem?.code === 'archive.not-understood' || problem?.code === 'archive.no-backup-json'
    ? 'Refused: this version of the app cannot read it. That alone does not mean that it is damaged.'
    : 'Refused: this cannot be restored.';
};

const verdictText = ({ verdict, defects, problem, level, levels }: CheckResult): string => {
  if (verdict === 'good') return level > 1 ? `Good: ${goodTo(levels)}.` : 'Good: the backup is intact.';
  if (verdict === 'refused')
    return level === 0 ? refusalText(problem) : 'Not good: the file is intact, but what is in it is not.';
  if (defects.length === 0) return 'Good, as far as it could be told.';
  if (defects.some(({ kind }) => isDoubtful(kind)))
    return 'Good, with defects: it would be stored, but not counted among those that are always kept.';
  return 'Good, with something unusual: it would be stored like any other.';
};

const goodTo = (levels: readonly LevelResult[]): string => {
  const last = levels.findLast(({ holds }) => holds === true)?.level;
  if (last === 4) return 'the backup is intact, can be read to its last byte and makes sense';
  return last === 3
    ? 'the backup is intact and can be read to its last byte'
    : 'the backup is intact, and the key opens it';
};

/** Those that were tried, and why the next one was not. */
const shownLevels = (levels: readonly LevelResult[]): readonly LevelResult[] =>
  levels.slice(0, levels.filter(({ at }) => at !== null).length + 1);

const levelLine = ({ level, name, holds, problem }: LevelResult): Line => {
  const label = `  Level ${level}    ${name}: `;
  if (holds === true) return `${label}yes`;
  return prose(`${holds === false ? 'no' : 'not known'}. ${problem === null ? '' : described(problem).cause}`, label);
};

const listed = <T>(all: readonly T[], line: (one: T) => string): string[] => [
  ...all.slice(0, maxLines).map(line),
  ...(all.length > maxLines ? [`    and ${all.length - maxLines} more`] : []),
];

/** Without the next step, which is about a backup on its way to iCloud. */
const reason = (problem: Problem): string => {
  const { code, title, cause } = described(problem);
  return `${title}. ${cause} (${code})`;
};

const encryption = (found: CheckResult): string => {
  const how = found.secureTar === null ? '' : ` (SecureTar ${found.secureTar})`;
  if (found.protected === true) return `yes${how}`;
  if (found.plainParts === undefined) return 'no';
  return `partly${how}; anyone with the file can read ${found.plainParts.join(', ')}`;
};
