import type { JSX } from 'preact';
import { Button } from '../../base/components/button.tsx';
import { now } from '../../base/now.ts';
import { PanelFrame } from '../panel-frame.tsx';
import { messages } from '../../../src/messages/windows.ts';
import { formatDay } from '../../../src/messages/dates.ts';
import type { Hold } from '../../../src/shared/contract/views.ts';
import type { SignInView } from '../../../src/shared/icloud/sign-in-view.ts';

interface DoneProps {
  readonly until: string;
  /** Null where nothing uploads automatically yet. */
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
    title={messages.prompt.done.heading}
    onSubmit={onClose}
    buttons={
      <Button kind="primary" type="submit">
        {closeLabel}
      </Button>
    }
  >
    <div role="status" class="stack-small panel-told">
      {waiting !== null && <p>{messages.prompt.done.waiting(waiting, hold)}</p>}
      <p>{messages.prompt.done.next(formatDay(until, now.value))}</p>
    </div>
  </PanelFrame>
);

type WorkingView = Extract<SignInView, { readonly step: 'working' }>;

/** Between two questions. */
export const Working = ({ doing }: Pick<WorkingView, 'doing'>): JSX.Element => (
  <PanelFrame icon="clock" title={messages.prompt.working.heading}>
    <div class="line panel-told" role="status">
      <span class="spinner" aria-hidden="true" />
      {messages.prompt.working[doing]}
    </div>
  </PanelFrame>
);
