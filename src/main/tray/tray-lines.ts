import type { Running, ViewState } from '../../shared/contract/views.ts';
import type { Problem } from '../../shared/run-report.ts';
import { headlineOf, isGood, leadingProblem } from '../../messages/headline.ts';
import { withoutControls } from '../../shared/safe-text.ts';
import { isMild } from '../../shared/problems/rules.ts';
import { pauseOf } from '../../shared/status-rules.ts';
import { describeProblem } from '../../messages/problems.ts';
import { messages } from '../../messages/messages.ts';
import { formatWhen } from '../../messages/dates.ts';
import { formatDuration, formatUntil } from '../../messages/format.ts';

/** What the menu begins with. Fit to be shown, whatever names are in it. */
export interface TrayLines {
  /** The headline of the window. The tooltip as well. */
  readonly first: string;
  /** How far the work is, else how old the newest backup is; empty where the first line says that there is none. */
  readonly second: string;
  /** What else is to be known. */
  readonly more: readonly string[];
}

export const trayLines = (state: ViewState, now: Date): TrayLines => {
  const { status, running } = state;
  return {
    first: withoutControls(headlineOf(status, running, now, messages.safety, titleOf)),
    second: withoutControls(running ? runningLine(running) : newestLine(status, now)),
    more: [causeLine(state), datesLine(state, now), quietLine(state)]
      .filter((line) => line !== '')
      .map(withoutControls),
  };
};

const newestLine = ({ safety, newestVerified }: ViewState['status'], now: Date): string => {
  if (newestVerified) return messages.safety.lastGood(formatWhen(newestVerified.date, now));
  return safety === 'not-set-up' || safety === 'waiting' ? '' : messages.tray.nothingYet;
};

const runningLine = ({ activity, cancelling, secondsLeft }: Running): string => {
  if (cancelling) return messages.tray.cancelling;
  const doing = activity ? messages.describeActivity(activity) : messages.tray.started;
  return secondsLeft === null ? doing : `${doing} · ${messages.tray.timeLeft(formatDuration(secondsLeft * 1000))}`;
};

/** The cause is named while work covers it in the first line. */
const causeLine = ({ status, running }: ViewState): string => {
  const cause = running && status.safety !== 'danger' ? leadingProblem(status) : undefined;
  return cause && cause.code !== 'icloud.sign-in-due' ? titleOf(cause) : '';
};

/** What is well all the same, and wants to be known. The days that are left stand among the dates already. */
const quietLine = ({ status }: ViewState): string => {
  if (status.safety === 'not-set-up' || leadingProblem(status)) return '';
  const quiet = status.problems.find(({ code }) => code !== 'icloud.sign-in-due');
  return quiet ? titleOf(quiet) : '';
};

const titleOf = ({ code, facts }: Problem): string => describeProblem(code, facts).title;

const datesLine = ({ status, held, running }: ViewState, now: Date): string => {
  const { signIn } = status;
  const cause = leadingProblem(status);
  // Before that is ended nothing happens at those times.
  if (cause && !isMild(cause)) return '';
  const paused = pauseOf(status, now);
  const isSaid = paused !== null && isGood(status) && !running;
  const waits = held === 'battery' ? [messages.tray.onBattery] : nextParts(status, now);
  return [
    ...(isSaid ? [] : paused === null ? waits : [messages.safety.pausedUntil(formatWhen(paused, now))]),
    ...(signIn ? [messages.tray.signIn(signIn.daysLeft)] : []),
  ].join(' · ');
};

/** The next backup is what people wait for; where none is planned, when this app looks again. */
const nextParts = ({ nextBackup, nextRun }: ViewState['status'], now: Date): readonly string[] => {
  if (nextBackup !== null) return [messages.tray.next(formatWhen(nextBackup, now))];
  return nextRun === null ? [] : [messages.tray.nextLook(formatUntil(new Date(nextRun), now))];
};
