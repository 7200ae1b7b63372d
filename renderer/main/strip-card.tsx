import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useSignal } from '../base/signal.ts';
import type { DayView } from '../../src/shared/contract/views.ts';
import type { Tone } from '../base/components/badge.tsx';
import { Card } from '../base/components/card.tsx';
import { Icon, type IconName } from '../base/components/icon.tsx';
import { now } from '../base/now.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatLongDay } from '../../src/messages/dates.ts';

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

const wordsOf = ({ day, state, stored }: DayView): string =>
  messages.home.strip.day(formatLongDay(day, now.value), messages.home.strip.states[state], stored);

/** By how many days a key moves. */
const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/**
 * One sign for each day, and what all of them come to in words. One stop for the keyboard: the arrows walk along, and the day
 * that they are on is told below.
 */
export const StripCard = ({ days }: { readonly days: readonly DayView[] }): JSX.Element => {
  const last = days.length - 1;
  const id = useId();
  const chosen = useSignal<number | null>(null);
  const shown = chosen.value === null ? undefined : days[chosen.value];
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    // The first step lands on today: there the eye is.
    chosen.value = chosen.value === null && Number.isFinite(step) ? last : within((chosen.value ?? 0) + step, last);
  };
  return (
    <Card title={messages.home.strip.title}>
      <div class="days-room">
        <div
          class="days"
          role="listbox"
          tabIndex={0}
          aria-orientation="horizontal"
          aria-label={messages.home.strip.title}
          aria-describedby={`${id}-summary`}
          aria-activedescendant={chosen.value === null ? undefined : `${id}-${chosen.value}`}
          onKeyDown={onKeyDown}
          onBlur={() => (chosen.value = null)}
        >
          {days.map((day, index) => (
            <div
              key={day.day}
              id={`${id}-${index}`}
              role="option"
              class="day"
              aria-selected={index === chosen.value}
              aria-label={wordsOf(day)}
              title={wordsOf(day)}
              onClick={() => (chosen.value = index)}
            >
              <Sign state={day.state} />
            </div>
          ))}
        </div>
      </div>
      <p id={`${id}-summary`} class="hidden">
        {messages.home.strip.summary((state) => days.filter((day) => day.state === state).length)}
      </p>
      {shown ? <p class="small">{wordsOf(shown)}</p> : <Legend days={days} />}
    </Card>
  );
};

const within = (index: number, last: number): number => Math.min(Math.max(index, 0), last);

/** What the signs mean, and how many there are of each; in one sentence for those who hear it. */
const Legend = ({ days }: { readonly days: readonly DayView[] }): JSX.Element => {
  const countOf = (state: DayView['state']): number => days.filter((day) => day.state === state).length;
  const states = (Object.keys(looks) as DayView['state'][]).filter((state) => countOf(state) > 0);
  return (
    <ul class="legend small quiet" aria-label={messages.home.strip.legend}>
      {states.map((state) => (
        <li key={state} class="line-tight">
          <Sign state={state} />
          {messages.home.strip.counted(messages.home.strip.states[state], countOf(state))}
        </li>
      ))}
    </ul>
  );
};
