import type { WindowState } from '../../src/shared/contract/views.ts';
import { pauseOf } from '../../src/shared/status-rules.ts';
import { headlineOf, isGood, leadingProblem } from '../../src/messages/headline.ts';
import type { Tone } from '../base/components/tone.ts';
import type { IconName } from '../base/components/icon-paths.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatWhen } from '../../src/messages/dates.ts';

/** The answer to "am I safe?". */
export interface HeroView {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly title: string;
  readonly lines: readonly string[];
}

type Look = Pick<HeroView, 'tone' | 'icon'>;

const looks: Readonly<Record<WindowState['status']['safety'], Look>> = {
  'not-set-up': { tone: 'info', icon: 'dashed' },
  danger: { tone: 'danger', icon: 'octagon' },
  warning: { tone: 'warn', icon: 'warning' },
  busy: { tone: 'info', icon: 'busy' },
  safe: { tone: 'ok', icon: 'shield' },
  waiting: { tone: 'info', icon: 'clock' },
};

/** The second line is always the last good backup; below it stands why, and what to do. */
export const heroView = (state: WindowState, now: Date): HeroView => {
  const { status, running } = state;
  const { safety } = status;
  const newest = newestLine(state, now);
  const cause = leadingProblem(status);
  const title = headlineOf(status, running, now, messages.safety, (problem) => problem.title);
  if (running && safety !== 'danger') return { ...looks.busy, title, lines: newest };
  const paused = pauseOf(status, now);
  if (paused !== null && isGood(status)) return { tone: 'neutral', icon: 'pause', title, lines: newest };
  const pause = paused === null ? [] : [messages.home.hero.pausedToo(formatWhen(paused, now))];
  const said = cause ? [cause.cause, cause.next] : [];
  const failed =
    state.orderFailed === undefined ? [] : [messages.home.hero.orderFailed(formatWhen(state.orderFailed, now))];
  return { ...looks[safety], title, lines: [...newest, ...failed, ...said, ...pause] };
};

const newestLine = ({ status: { safety, newestVerified } }: WindowState, now: Date): readonly string[] => {
  if (safety === 'not-set-up') return [messages.home.hero.notSetUp];
  if (newestVerified === null) return [messages.home.hero.none];
  return [messages.safety.lastGood(formatWhen(newestVerified.date, now))];
};
