import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '../signal.ts';

interface ProgressProps {
  readonly label: string;
  /** 0 to 1; null = nobody knows how long it takes. */
  readonly share: number | null;
  /** On the right, above the bar. */
  readonly text?: string;
}

export const Progress = ({ label, share, text }: ProgressProps): JSX.Element => {
  const known = share === null ? null : Math.min(Math.max(share, 0), 1);
  return (
    <div class={`progress${known === null ? ' progress-open' : ''}`}>
      <div class="line-apart">
        <span>{label}</span>
        {text !== undefined && <span class="quiet small number">{text}</span>}
      </div>
      <div
        class="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuetext={text}
        {...(known === null
          ? {}
          : { 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.floor(known * 100) })}
      >
        <div class="progress-bar" style={known === null ? {} : { width: `${Math.floor(known * 100)}%` }} />
      </div>
    </div>
  );
};

/** A screen reader hears of progress no more often than this (facts#screen-readers), or nothing else could be heard. */
const quietMs = 10_000;

/** The newest text, told to screen readers once in ten seconds at most. */
export const SpokenProgress = ({ text }: { readonly text: string }): JSX.Element => {
  const newest = useRef(text);
  newest.current = text;
  const spoken = useSignal(text);
  useEffect(() => {
    const timer = setInterval(() => {
      spoken.value = newest.current;
    }, quietMs);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <div class="hidden" role="status">
      {spoken.value}
    </div>
  );
};
