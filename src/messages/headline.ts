import type { Running } from '../shared/contract/views.ts';
import type { Problem } from '../shared/run-report.ts';
import { pauseOf } from '../shared/status-rules.ts';
import type { Status } from '../shared/status.ts';
import type { safety as headlines } from './en/safety.ts';
import { formatWhen } from './dates.ts';

/** What a standing is told by: the status in codes (tray) or in words (windows). */
type Standing<P extends Problem> = Pick<Status, 'safety' | 'pausedUntil'> & {
  readonly newestVerified: object | null;
  readonly problems: readonly P[];
};

/** What the headline names and its button ends; undefined as long as nothing is wrong. Problems come worst first. */
export const leadingProblem = <P extends Problem>({
  safety,
  problems,
}: Pick<Standing<P>, 'safety' | 'problems'>): P | undefined =>
  safety === 'danger' || safety === 'warning' ? problems[0] : undefined;

/**
 * How it stands, in one sentence without a full stop: the headline of the window, the tooltip, the first line of the tray's
 * menu and the first words of the terminal. In trouble it names the cause, as the notification does. Danger is never covered by
 * anything, work covers the rest, and a pause covers what is good.
 *
 * @param running - what this program is busy with
 */
export const headlineOf = <P extends Problem>(
  standing: Standing<P>,
  running: Pick<Running, 'what'> | null,
  now: Date,
  words: typeof headlines,
  titleOf: (problem: P) => string,
): string => {
  const { safety, newestVerified } = standing;
  const cause = leadingProblem(standing);
  if (running !== null && safety !== 'danger') return words.doing[running.what];
  if (cause) return titleOf(cause);
  const paused = pauseOf(standing, now);
  if (paused !== null && isGood(standing)) return words.pausedUntil(formatWhen(paused, now));
  return safety === 'warning' && newestVerified === null ? words.waiting : words[safety];
};

/** Nothing is wrong, and nothing is under way. */
export const isGood = ({ safety }: Pick<Status, 'safety'>): boolean => safety === 'safe' || safety === 'waiting';
