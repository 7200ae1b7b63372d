import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { DayView } from '../../src/shared/contract/views.ts';
import { formatLongDay } from '../../src/shared/words/windows/common.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import type { Tone } from '../base/components/badge.tsx';
import { Card } from '../base/components/card.tsx';
import { Icon, type IconName } from '../base/components/icon.tsx';

const words = homeWords.strip;

const looks: Readonly<Record<DayView['state'], { readonly tone: Tone; readonly icon: IconName | null }>> = {
  none: { tone: 'neutral', icon: null },
  'backed-up': { tone: 'ok', icon: 'check' },
  issue: { tone: 'warn', icon: 'exclamation' },
  missed: { tone: 'danger', icon: 'cross' },
  unpulled: { tone: 'danger', icon: 'question' },
  running: { tone: 'info', icon: 'up' },
};

const Sign = ({ state }: { readonly state: DayView['state'] }): JSX.Element => {
  const { tone, icon } = looks[state];
  return <span class={`day-sign day-${state} tone-${tone}`}>{icon && <Icon name={icon} size={12} />}</span>;
};

const wordsOf = ({ day, state, stored }: DayView): string => words.day(formatLongDay(day), words.states[state], stored);

/** By how many days a key moves. */
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/** One sign for each day; one stop for the keyboard, and the arrows walk along. */
export const StripCard = ({ days }: { readonly days: readonly DayView[] }): JSX.Element => {
  const last = days.length - 1;
  const chosen = useSignal<number | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const shown = days[chosen.value ?? last];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max((chosen.value ?? last) + step, 0), last);
    chosen.value = next;
    row.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <Card title={words.title}>
      <div ref={row} class="days" role="group" aria-label={words.title} onKeyDown={onKeyDown}>
        {days.map((day, index) => (
          <button
            key={day.day}
            type="button"
            class="day"
            tabIndex={index === Math.min(chosen.value ?? last, last) ? 0 : -1}
            aria-label={wordsOf(day)}
            title={wordsOf(day)}
            onFocus={() => {
              chosen.value = index;
            }}
          >
            <Sign state={day.state} />
          </button>
        ))}
      </div>
      <p class="small">{shown ? wordsOf(shown) : ''}</p>
      <Legend days={days} />
    </Card>
  );
};

/** Only of what is there to be seen. */
const Legend = ({ days }: { readonly days: readonly DayView[] }): JSX.Element => {
  const seen = new Set(days.map(({ state }) => state));
  const states = (Object.keys(looks) as DayView['state'][]).filter((state) => seen.has(state));
  return (
    <ul class="legend small quiet" aria-label={words.legend}>
      {states.map((state) => (
        <li key={state} class="line-tight">
          <Sign state={state} />
          {words.states[state]}
        </li>
      ))}
    </ul>
  );
};
