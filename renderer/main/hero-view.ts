import type { WindowState } from '../../src/shared/contract/views.ts';
import { pauseOf } from '../../src/shared/standing.ts';
import { formatAge } from '../../src/shared/words/format.ts';
import { safetyWords } from '../../src/shared/words/safety.ts';
import { formatWhen } from '../../src/shared/words/windows/common.ts';
import { homeWords as words } from '../../src/shared/words/windows/home.ts';
import { runningWords } from '../../src/shared/words/windows/running.ts';
import type { Tone } from '../base/components/badge.tsx';
import type { IconName } from '../base/components/icon.tsx';

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
  if (running && safety !== 'danger') return { ...looks.busy, title: runningWords.doing[running.what], lines: newest };
  const paused = pauseOf(status, now);
  if (paused !== null && (safety === 'safe' || safety === 'waiting')) {
    const title = words.hero.paused(formatWhen(paused, now));
    return { tone: 'neutral', icon: 'pause', title, lines: newest };
  }
  const pause = paused === null ? [] : [words.hero.pausedToo(formatWhen(paused, now))];
  return { ...looks[safety], title: safetyWords[safety], lines: [...newest, ...pause] };
};

const newestLine = ({ status: { safety, newestVerified } }: WindowState, now: Date): readonly string[] => {
  if (safety === 'not-set-up') return [words.hero.notSetUp];
  if (newestVerified === null) return [words.hero.none];
  const age = formatAge(new Date(newestVerified.date), now);
  return [words.hero.newest(age)];
};
