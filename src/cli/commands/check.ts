import { resolve } from 'node:path';
import type { Problem } from '../../shared/run-report.ts';
import { checkResultSchema, type CheckResult } from '../../shared/status.ts';
import { described } from '../../shared/words.ts';
import { formatBytes, plural } from '../../shared/words/format.ts';
import { isDoubtful } from '../../shared/words/plan.ts';
import { describeDefectText } from '../../shared/words/reasons.ts';
import { requiredWord, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { prose, type Line } from '../prose.ts';

const exits = { good: exitCodes.done, defects: exitCodes.warnings, refused: exitCodes.failed } as const;

export const check: Command = {
  name: 'check',
  summary: 'look through a backup file on this computer',
  synopsis: 'FILE',
  optionHelp: [['FILE', 'a .tar that Home Assistant made']],
  notes: [
    'The same check as on the way to iCloud: every part that the table of contents names, whole and in the right form.',
    'Ends with 0 when the file is good, 4 with defects that it could be stored with, 1 when it would be refused.',
  ],
  examples: ['ha-icloud-backup check ~/Downloads/backup.tar'],
  options: {},
  positionals: 1,
  jsonLines: false,
  prepare: (given) => {
    const file = resolve(given.io.workingFolder, requiredWord(given, 'A FILE'));
    return async ({ app, io, output }) => {
      const found = await app.check(file, io.signal);
      output.answer(checkResultSchema, found, () => checkText(found, file));
      return exits[found.verdict];
    };
  },
};

const verdictText = ({ verdict, defects }: CheckResult): string => {
  if (verdict === 'good') return 'Good: the backup is whole.';
  if (verdict === 'refused') return 'Refused: this cannot be restored.';
  return defects.some(({ kind }) => isDoubtful(kind))
    ? 'Good, with defects: it would be stored, but not counted among those that are always kept.'
    : 'Good, with something unusual: it would be stored like any other.';
};

const checkText = (found: CheckResult, file: string): Line[] => [
  verdictText(found),
  ...(found.problem ? [prose(reason(found.problem), '  Reason     ')] : []),
  `  File       ${file}  (${formatBytes(found.bytes)})`,
  ...(found.slug === null ? [] : [`  ID         ${found.slug}`]),
  ...(found.protected === null ? [] : [`  Encrypted  ${encryption(found)}`]),
  ...(found.sha256 === null ? [] : [`  SHA-256    ${found.sha256}`]),
  ...(found.parts.length === 0 ? [] : [`  Contents   ${plural(found.parts.length, 'part')}`]),
  ...found.parts.map(({ name, size }) => `    ${formatBytes(size).padStart(9)}  ${name}`),
  ...found.defects.map(({ kind, part }) => `  Defect     ${describeDefectText(`${kind} ${part}`)}`),
];

/** Without the next step, which is about a backup on its way to iCloud. */
const reason = (problem: Problem): string => {
  const { code, title, cause } = described(problem);
  return `${title}. ${cause} (${code})`;
};

const encryption = (found: CheckResult): string => {
  if (found.protected !== true) return 'no';
  return found.secureTar === null ? 'yes' : `yes (SecureTar ${found.secureTar})`;
};
