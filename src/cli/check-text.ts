import { isDoubtful } from '../shared/defects.ts';
import { formatBytes } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { described } from '../messages/problems.ts';
import { describeDefectText } from '../messages/reasons.ts';
import type { LevelResult } from '../shared/proof.ts';
import type { Problem } from '../shared/run-report.ts';
import type { CheckResult } from '../shared/status.ts';
import { labelled } from './labels.ts';
import { prose, type Line } from './prose.ts';

/** So many parts and defects of one file are listed; more are counted. */
const maxLines = 100;

type Words = typeof messages.terminal.check;

/** What `check` answers on a terminal. */
export const checkText = (found: CheckResult, file: string): Line[] => {
  const words = messages.terminal.check;
  const levels = found.level === 0 ? [] : shownLevels(found.levels);
  const levelLabels = Object.fromEntries(levels.map(({ level }) => [String(level), words.level(level)]));
  const labels = labelled({ ...words.labels, ...levelLabels }, '  ');
  return [
    verdictText(found, words.verdicts),
    ...(found.problem ? [prose(reason(found.problem), labels.reason)] : []),
    ...(isSalvageable(found) ? [prose(words.salvage(salvageCommand), labels.next)] : []),
    `${labels.file}${words.file({ file, bytes: formatBytes(found.bytes) })}`,
    ...(found.slug === null ? [] : [`${labels.id}${found.slug}`]),
    ...(found.protected === null ? [] : [`${labels.encrypted}${encryption(found, words)}`]),
    ...(found.sha256 === null ? [] : [`${labels.sha256}${found.sha256}`]),
    ...levels.map((level) => levelLine(level, labels[String(level.level) as keyof typeof labels], words)),
    ...(found.parts.length === 0 ? [] : [`${labels.contents}${words.parts(found.parts.length)}`]),
    ...listed(found.parts, ({ name, size }) => `    ${formatBytes(size).padStart(9)}  ${name}`),
    ...listed(found.defects, ({ kind, part }) => `${labels.defect}${describeDefectText(`${kind} ${part}`)}`),
  ];
};

const salvageCommand = 'ha-icloud-backup salvage FILE --to DIR';

/** A backup, and damaged: in what is none, or may be fine, there is nothing to rescue. */
const isSalvageable = ({ verdict, level, problem }: CheckResult): boolean => {
  if (verdict !== 'refused' || problem === null) return false;
  if (level > 0) return problem.code === 'proof.part-damaged';
  return problem.code !== 'archive.not-archive' && problem.code !== 'archive.not-understood';
};

/** What this version cannot read may still be restored by those who made it. */
const refusalText = (problem: Problem | null, verdicts: Words['verdicts']): string => {
  if (problem?.code === 'archive.not-archive') return verdicts.notABackup;
  return problem?.code === 'archive.not-understood' || problem?.code === 'archive.no-backup-json'
    ? verdicts.notUnderstood
    : verdicts.notRestorable;
};

const verdictText = (found: CheckResult, verdicts: Words['verdicts']): string => {
  const { verdict, defects, problem, level, levels } = found;
  if (verdict === 'good') return level > 1 ? goodTo(levels, verdicts) : verdicts.intact;
  if (verdict === 'refused') return level === 0 ? refusalText(problem, verdicts) : verdicts.badInside;
  if (defects.length === 0) return verdicts.probably;
  return defects.some(({ kind }) => isDoubtful(kind)) ? verdicts.doubtful : verdicts.unusual;
};

const goodTo = (levels: readonly LevelResult[], verdicts: Words['verdicts']): string => {
  const last = levels.findLast(({ holds }) => holds === true)?.level;
  if (last === 4) return verdicts.sensible;
  return last === 3 ? verdicts.readable : verdicts.opens;
};

/** Those that were tried, and why the next one was not. */
const shownLevels = (levels: readonly LevelResult[]): readonly LevelResult[] =>
  levels.slice(0, levels.filter(({ at }) => at !== null).length + 1);

const levelLine = ({ name: level, holds, problem }: LevelResult, label: string, words: Words): Line => {
  const name = messages.levels[level];
  if (holds === true) return `${label}${words.holds(name)}`;
  const why = problem === null ? '' : described(problem).cause;
  return prose((holds === false ? words.fails({ name, why }) : words.unknown({ name, why })).trim(), label);
};

const listed = <T>(all: readonly T[], line: (one: T) => string): string[] => [
  ...all.slice(0, maxLines).map(line),
  ...(all.length > maxLines ? [`    ${messages.terminal.common.more(all.length - maxLines)}`] : []),
];

/** Without the next step, which is about a backup on its way to iCloud. */
const reason = (problem: Problem): string => {
  const { code, title, cause } = described(problem);
  return `${title}. ${cause} (${code})`;
};

const encryption = (found: CheckResult, words: Words): string => {
  const version = found.secureTar === null ? '' : words.secureTar(found.secureTar);
  if (found.protected === true) return words.encrypted({ version });
  if (found.plainParts === undefined) return messages.terminal.common.no;
  return words.partly({ version, plain: found.plainParts.join(', ') });
};
