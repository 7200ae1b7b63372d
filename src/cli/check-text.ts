import { checkVerdict, isSalvageable } from '../shared/check-verdict.ts';
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
    words.verdicts[checkVerdict(found)],
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
