import type { ErrorCode } from '../shared/error-codes.ts';
import { isCancelled, needsUser } from '../shared/problems/rules.ts';
import type { Problem, RunReport } from '../shared/run-report.ts';
import type { Status } from '../shared/status.ts';

/** The same for every command; part of the program's interface. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Sign in, new token, approval: nothing goes on without the user. */
  userMustAct: 3,
  warnings: 4,
  cancelled: 130,
} as const;

export const exitOfCode = (code: ErrorCode): number => {
  if (isCancelled(code)) return exitCodes.cancelled;
  return needsUser(code) ? exitCodes.userMustAct : exitCodes.failed;
};

export const exitOfReport = ({ outcome, problem }: RunReport): number => {
  if (outcome === 'cancelled') return exitCodes.cancelled;
  if (outcome === 'failed') return problem ? exitOfCode(problem.code) : exitCodes.failed;
  return outcome === 'warnings' ? exitCodes.warnings : exitCodes.done;
};

/** A command that was carried out, and what it has to say against its own result. */
export const exitOfProblems = (problems: readonly Problem[]): number => {
  if (problems.length === 0) return exitCodes.done;
  return problems.some(({ code }) => needsUser(code)) ? exitCodes.userMustAct : exitCodes.warnings;
};

/** Of a run that was carried out, and of how things stand after it. One that failed or was cancelled says so. */
export const worstExit = (ofReport: number, ofStatus: number): number => {
  const { done, warnings, userMustAct } = exitCodes;
  if (ofReport !== done && ofReport !== warnings) return ofReport;
  return ofStatus === userMustAct ? userMustAct : Math.max(ofReport, ofStatus);
};

/** So that a script can ask "am I safe?". */
export const exitOfStatus = ({ safety, problems }: Status): number => {
  if (safety === 'not-set-up') return exitCodes.userMustAct;
  if (safety === 'danger') return exitOfProblems(problems) || exitCodes.warnings;
  return safety === 'warning' ? exitCodes.warnings : exitCodes.done;
};
