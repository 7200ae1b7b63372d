import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { Described } from '../../src/shared/contract/described.ts';
import type { LastRestore } from '../../src/shared/last-restore.ts';
import { useSignal } from '../base/signal.ts';
import { Tick } from '../base/components/tick.tsx';
import { restoredLast } from './restored-last.ts';
import { messages } from '../../src/messages/windows.ts';

const along: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** The ways of a saved backup into a Home Assistant, one at a time, with steps that are ticked off. */
export const WaysBack = ({ last }: { readonly last: Described<LastRestore> }): JSX.Element => {
  const { ways } = last.restored;
  // Someone who returns to this page finds the tab they left.
  const begun = Number(last.ticks.at(-1)?.split('.')[0] ?? 0);
  const shown = useSignal(begun < ways.length ? begun : 0);
  const tabs = useRef<HTMLDivElement>(null);
  const id = useId();
  const way = ways[shown.value];
  const walk = (event: KeyboardEvent): void => {
    const next = along[event.key]?.(shown.value, ways.length);
    if (next === undefined) return;
    event.preventDefault();
    shown.value = next;
    tabs.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div class="ways">
      <div ref={tabs} role="tablist" class="way-tabs" aria-label={messages.restored.ways} onKeyDown={walk}>
        {ways.map(({ title }, index) => (
          <button
            key={title}
            type="button"
            role="tab"
            class="way-tab"
            id={`${id}-tab-${index}`}
            aria-selected={index === shown.value}
            aria-controls={`${id}-way`}
            tabIndex={index === shown.value ? 0 : -1}
            onClick={() => (shown.value = index)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-way`} aria-labelledby={`${id}-tab-${shown.value}`}>
        <ol class="way-steps">
          {way?.steps.map((step, index) => {
            const name = `${shown.value}.${index}`;
            return (
              <li key={name} class="break">
                <Tick
                  label={step}
                  isOn={last.ticks.includes(name)}
                  onChange={(done) => void restoredLast.tick(name, done)}
                />
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
};
