import { doctorLines, type DoctorLine, type DoctorReport } from '../../shared/doctor.ts';
import { doctorLineOf } from '../../shared/problems/doctor-lines.ts';
import type { Problem } from '../../shared/run-report.ts';
import { fine, unasked, type Answer, type Answers } from './answer.ts';

/** Whether what needs this line cannot be asked. A line that was passed over for a reason of its own holds nothing up. */
const stops = (answer: Answer | undefined): boolean =>
  answer === undefined || answer.state === 'broken' || answer.reason === 'broken-before';

export const isBlocked = (needs: readonly DoctorLine[], answers: Answers): boolean =>
  needs.some((line) => stops(answers.get(line)));

/**
 * Which line a question failed at: the one that its problem names, unless that one was answered already; else `otherwise`, else
 * the first that is not answered yet.
 */
export const failedAt = (
  problem: Problem,
  lines: readonly DoctorLine[],
  answers: Answers,
  otherwise: DoctorLine | undefined,
): DoctorLine | undefined => {
  const isOpen = (line: DoctorLine | undefined): line is DoctorLine => line !== undefined && !answers.has(line);
  return [doctorLineOf(problem), otherwise, ...lines].find(isOpen);
};

/** What becomes of the other lines of a question that failed: what it had come past holds, the rest was not asked. */
export const othersOf = (
  lines: readonly DoctorLine[],
  answers: Answers,
  at: DoctorLine,
): readonly (readonly [DoctorLine, Answer])[] =>
  lines
    .filter((line) => line !== at && !answers.has(line))
    .map((line) => [line, isBefore(line, at) ? fine() : unasked('broken-before')]);

const isBefore = (one: DoctorLine, other: DoctorLine): boolean => doctorLines.indexOf(one) < doctorLines.indexOf(other);

/** The whole list in its order. A line that nobody answered was not asked. */
export const reportOf = (answers: Answers): DoctorReport => {
  const lines = doctorLines.map((id) => ({ id, ...(answers.get(id) ?? unasked('broken-before')) }));
  return { lines, firstBroken: lines.find(({ state }) => state === 'broken')?.id ?? null };
};
