import { doctorLines, type CheckedLine, type DoctorLine } from '../../shared/doctor.ts';
import { AppError, isCode, toAppError } from '../errors/app-error.ts';
import { withDeadline } from '../home-assistant/deadline.ts';
import type { Clock } from '../ports/clock.ts';
import { broken, fine, unasked, type Answer, type Answers } from './answer.ts';
import { failedAt, isBlocked, othersOf } from './verdict.ts';

/** One thing that is asked, and the lines that it answers. */
export interface Question {
  readonly lines: readonly DoctorLine[];
  /** Not asked where one of them is broken. */
  readonly needs?: readonly DoctorLine[];
  /** Longest time in milliseconds, and what it means when that is over. */
  readonly ms: number;
  readonly late: () => AppError;
  /** Where a failure belongs that names no line, or one that was answered. Default: the first that was not answered. */
  readonly otherwise?: DoctorLine;
  /** What it answers with is told line by line; lines that are not told hold. Throws what is broken. */
  ask(tell: (line: DoctorLine, answer: Answer) => void, signal: AbortSignal): Promise<void>;
}

export interface Asking {
  readonly clock: Clock;
  readonly answers: Map<DoctorLine, Answer>;
  /** Each line, as soon as it is known. */
  readonly onLine: (line: CheckedLine) => void;
}

/** What was said of a line once holds. */
export const teller =
  ({ answers, onLine }: Pick<Asking, 'answers' | 'onLine'>) =>
  (line: DoctorLine, answer: Answer): void => {
    if (answers.has(line)) return;
    answers.set(line, answer);
    onLine({ id: line, ...answer });
  };

/** Asks one after the other, from top to bottom. Error: `sync.cancelled` alone; everything else is an answer. */
export const askAll = async (
  questions: readonly Question[],
  { clock, answers, onLine }: Asking,
  signal: AbortSignal,
): Promise<void> => {
  const tell = (line: DoctorLine, answer: Answer): void => {
    if (!answers.has(line)) answers.set(line, answer);
  };
  for (const question of questions) {
    const before = new Set(answers.keys());
    await askOne(question, { clock, answers }, tell, signal);
    // From top to bottom, in whichever order they became known.
    for (const id of doctorLines) {
      const answer = answers.get(id);
      if (answer && !before.has(id)) onLine({ id, ...answer });
    }
  }
};

type Tell = (line: DoctorLine, answer: Answer) => void;

const askOne = async (
  question: Question,
  { clock, answers }: Pick<Asking, 'answers' | 'clock'>,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> => {
  const { lines, needs = [], ms, late } = question;
  if (isBlocked(needs, answers) || lines.some((line) => answers.get(line)?.state === 'broken')) {
    for (const line of lines) tell(line, unasked('broken-before'));
    return;
  }
  try {
    await withDeadline({ clock, ms, signal, late }, (job) => question.ask(tell, job));
    for (const line of lines) tell(line, fine());
  } catch (thrown) {
    const error = toAppError(thrown);
    if (signal.aborted || isCode(error, 'sync.cancelled')) throw new AppError('sync.cancelled');
    fail(error, question, answers, tell);
  }
};

const fail = ({ code, facts }: AppError, { lines, otherwise }: Question, answers: Answers, tell: Tell): void => {
  const problem = { code, facts };
  const at = failedAt(problem, lines, answers, otherwise);
  if (at === undefined) return;
  const others = othersOf(lines, answers, at);
  tell(at, broken(problem));
  for (const [line, answer] of others) tell(line, answer);
};
