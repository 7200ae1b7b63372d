import type { Running, ViewState } from '../../shared/contract/views.ts';
import { blocksICloud } from '../../shared/contract/cures.ts';
import type { Problem } from '../../shared/run-report.ts';
import { isMild, pauseOf } from '../../shared/standing.ts';
import { describeProblem } from '../../shared/words.ts';
import { describeActivity } from '../../shared/words/activity.ts';
import { formatAge, formatDuration, formatMoment, formatUntil } from '../../shared/words/format.ts';
import { trayWords as words } from '../../shared/words/tray.ts';
import { formatWhen } from '../../shared/words/windows/common.ts';

/** The lines of truth on top of the menu; the first is the tooltip as well. Empty = left out. */
export interface TrayLines {
  readonly first: string;
  readonly second: string;
  readonly third: string;
}

export const trayLines = (state: ViewState, now: Date): TrayLines => ({
  first: firstLine(state, now),
  second: secondLine(state, now),
  third: thirdLine(state),
});

const firstLine = ({ status, running }: ViewState, now: Date): string => {
  if (running) return runningLine(running);
  if (status.safety === 'not-set-up') return words.notSetUp;
  const { newestVerified } = status;
  return newestVerified ? words.backedUp(formatAge(new Date(newestVerified.date), now)) : words.nothingYet;
};

const runningLine = ({ what, activity, cancelling, secondsLeft }: Running): string => {
  if (cancelling) return words.cancelling;
  const doing = activity ? describeActivity(activity) : started[what];
  return secondsLeft === null ? doing : `${doing} · ${words.timeLeft(formatDuration(secondsLeft * 1000))}`;
};

const started: Readonly<Record<Running['what'], string>> = {
  backup: words.connecting,
  connect: words.connecting,
  restore: words.restoring,
  remove: words.removing,
};

/** A shut door says so; what only wants to be known leaves the dates where they are, and has a line of its own. */
const secondLine = (state: ViewState, now: Date): string => {
  const problem = worstOf(state);
  if (!problem || isMild(problem)) return datesLine(state, now);
  return titleOf(problem);
};

/** The days that are left stand among the dates already. */
const thirdLine = (state: ViewState): string => {
  const problems = problemsOf(state);
  const quiet = problems.find((problem) => isMild(problem) && problem.code !== 'icloud.sign-in-due');
  return quiet && problems.every(isMild) ? titleOf(quiet) : '';
};

const worstOf = (state: ViewState): Problem | undefined => {
  const problems = problemsOf(state);
  return problems.find((problem) => !isMild(problem)) ?? problems[0];
};

const problemsOf = ({ status }: ViewState): readonly Problem[] =>
  status.safety === 'not-set-up' ? [] : status.problems;

const titleOf = ({ code, facts }: Problem): string =>
  blocksICloud(code) ? words.signInOver : describeProblem(code, facts).title;

const datesLine = ({ status, held }: ViewState, now: Date): string => {
  const { signIn } = status;
  const paused = pauseOf(status, now);
  const waits = held === 'battery' ? [words.onBattery] : nextParts(status, now);
  return [
    ...(paused === null ? waits : [words.paused(formatMoment(paused) ?? '')]),
    ...(signIn ? [words.signIn(signIn.daysLeft)] : []),
  ].join(' · ');
};

/** The next backup is what people wait for; where none is planned, when this app looks again. */
const nextParts = ({ nextBackup, nextRun }: ViewState['status'], now: Date): readonly string[] => {
  if (nextBackup !== null) return [words.next(formatWhen(nextBackup, now))];
  return nextRun === null ? [] : [words.nextLook(formatUntil(new Date(nextRun), now))];
};
