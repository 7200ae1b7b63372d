import type { JSX } from 'preact';
import { formatDay, promptWords, type Hold } from '../../../src/shared/words/windows/prompt.ts';
import { Button } from '../../base/components/button.tsx';
import { PanelFrame } from '../panel-frame.tsx';

const words = promptWords.done;

interface DoneProps {
  readonly until: string;
  /** Null where nothing goes up by itself yet. */
  readonly waiting: number | null;
  /** What has to end first. */
  readonly hold: Hold | null;
  readonly closeLabel: string;
  readonly onClose: () => void;
}

export const Done = ({ until, waiting, hold, closeLabel, onClose }: DoneProps): JSX.Element => (
  <PanelFrame
    icon="cloud-done"
    tone="ok"
    title={words.heading}
    onSubmit={onClose}
    buttons={
      <Button kind="primary" type="submit">
        {closeLabel}
      </Button>
    }
  >
    <div role="status" class="stack-small panel-told">
      {waiting !== null && <p>{words.waiting(waiting, hold)}</p>}
      <p>{words.next(formatDay(until))}</p>
    </div>
  </PanelFrame>
);

/** Between two questions. */
export const Working = ({ doing }: { readonly doing: 'password' | 'code' | 'text' | 'approval' }): JSX.Element => (
  <PanelFrame icon="clock" title={promptWords.working.heading}>
    <div class="line panel-told" role="status">
      <span class="spinner" aria-hidden="true" />
      {promptWords.working[doing]}
    </div>
  </PanelFrame>
);
