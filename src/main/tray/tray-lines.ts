import type { Running, ViewState } from '../../shared/contract/views.ts';
import { blocksICloud } from '../../shared/contract/cures.ts';
import { describeProblem } from '../../shared/words.ts';
import { describeActivity } from '../../shared/words/activity.ts';
import { formatAge, formatDuration, formatMoment, formatUntil } from '../../shared/words/format.ts';
import { trayWords as words } from '../../shared/words/tray.ts';

/** The two lines of truth on top of the menu; the first is the tooltip as well. */
export interface TrayLines {
  readonly first: string;
  readonly second: string;
}

export const trayLines = (state: ViewState, now: Date): TrayLines => ({
  first: firstLine(state, now),
  second: secondLine(state, now),
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

/** What needs the user comes before what comes by itself. */
const secondLine = ({ status, held }: ViewState, now: Date): string => {
  const { problems, pausedUntil, nextRun, signIn, safety } = status;
  const [problem] = safety === 'not-set-up' ? [] : problems;
  if (problem)
    return blocksICloud(problem.code) ? words.signInOver : describeProblem(problem.code, problem.facts).title;
  const paused = pausedUntil !== null && new Date(pausedUntil) > now;
  const next = nextRun === null ? [] : [nextPart(nextRun, now)];
  const waits = held === 'battery' ? [words.onBattery] : next;
  return [
    ...(paused ? [words.paused(formatMoment(pausedUntil) ?? '')] : waits),
    ...(signIn ? [words.signIn(Math.max(signIn.daysLeft, 0))] : []),
  ].join(' · ');
};

const nextPart = (nextRun: string, now: Date): string => words.next(formatUntil(new Date(nextRun), now));
