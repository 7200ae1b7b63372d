import type { CheckedLine, DoctorLine, UnaskedReason } from '../../shared/doctor.ts';
import type { Problem } from '../../shared/run-report.ts';

/** What is said of one line. */
export type Answer = Omit<CheckedLine, 'id'>;
export type Answers = ReadonlyMap<DoctorLine, Answer>;

const nothing = { problem: null, reason: null, facts: {} };

export const fine = (facts: Answer['facts'] = {}): Answer => ({ ...nothing, state: 'ok', facts });
export const warned = (problem: Problem): Answer => ({ ...nothing, state: 'warning', problem });
export const broken = (problem: Problem): Answer => ({ ...nothing, state: 'broken', problem });
export const unasked = (reason: UnaskedReason): Answer => ({ ...nothing, state: 'not-asked', reason });

/** The first of these problems, else all is well. */
export const warnedIf = (problems: readonly Problem[], facts: Answer['facts'] = {}): Answer => {
  const [first] = problems;
  return first ? warned(first) : fine(facts);
};
