import type { WindowState } from '../../src/shared/contract/views.ts';
import { pauseOf } from '../../src/shared/status-rules.ts';
import { headlineOf, isGood, leadingProblem } from '../../src/messages/headline.ts';
import type { Tone } from '../base/components/tone.ts';
import type { IconName } from '../base/components/icon-paths.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatWhen } from '../../src/messages/dates.ts';
import { formatAge } from '../../src/messages/format.ts';

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

/** Danger is never covered by anything, work covers the rest, and a pause covers what is good. */
export const heroView = (state: WindowState, now: Date): HeroView => {
  const { status, running } = state;
  const { safety } = status;
  const newest = newestLine(state, now);
  const cause = leadingProblem(status);
  if (running && safety !== 'danger')
    return { ...looks.busy, title: messages.running.doing[running.what], lines: newest };
  const paused = pauseOf(status, now);
  const title = headlineOf(status, now, messages.safety, (problem) => problem.title);
  if (paused !== null && isGood(status)) return { tone: 'neutral', icon: 'pause', title, lines: newest };
  const pause = paused === null ? [] : [messages.home.hero.pausedToo(formatWhen(paused, now))];
  const said = cause ? [cause.cause, cause.next] : [];
  return { ...looks[safety], title, lines: [...said, ...newest, ...pause] };
};

const newestLine = ({ status: { safety, newestVerified } }: WindowState, now: Date): readonly string[] => {
  if (safety === 'not-set-up') return [messages.home.hero.notSetUp];
  if (newestVerified === null) return [messages.home.hero.none];
  const age = formatAge(new Date(newestVerified.date), now);
  return [messages.home.hero.newest(age)];
};
