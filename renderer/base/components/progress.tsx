import type { JSX } from 'preact';
import { commonWords } from '../../../src/shared/words/windows/common.ts';

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
        <div
          class="progress-bar"
          style={known === null ? {} : { width: commonWords.percent(known).replace(' ', '') }}
        />
      </div>
    </div>
  );
};
