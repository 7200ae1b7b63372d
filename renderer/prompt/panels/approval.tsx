import type { JSX } from 'preact';
import { Button } from '../../base/components/button.tsx';
import { useSecond } from '../../base/now.ts';
import { asClock, secondsUntil, spokenSeconds } from '../countdown.ts';
import { PanelFrame, StepProblem } from '../panel-frame.tsx';
import type { Panel } from '../panel.ts';
import { useAsk } from '../use-ask.ts';
import { messages } from '../../../src/messages/windows.ts';

/** Advanced Data Protection: nothing is asked of the user's devices before he is ready for it. */
export const Approval = ({
  panel,
}: {
  readonly panel: Extract<Panel, { readonly panel: 'approval' }>;
}): JSX.Element => {
  const { ask, pending, problem } = useAsk();
  const shown = panel.problem ?? problem;
  return (
    <PanelFrame
      icon="shield"
      title={messages.prompt.approval.heading}
      onSubmit={() => {
        ask('icloud.approve', {});
      }}
      buttons={
        <Button kind="primary" type="submit" pending={pending !== null}>
          {shown === null ? messages.prompt.approval.start : messages.prompt.approval.again}
        </Button>
      }
    >
      {shown === null && <p>{messages.prompt.approval.lead}</p>}
      <StepProblem problem={shown} />
      <p class="quiet small">{messages.prompt.approval.note}</p>
    </PanelFrame>
  );
};

/** What Apple gives (facts#advanced-data-protection). */
const approvalSeconds = 300;

/** Five minutes, shown by the second and spoken once in ten. */
export const Approve = ({ until }: { readonly until: string }): JSX.Element => {
  const left = secondsUntil(until, useSecond());
  return (
    <PanelFrame icon="shield" title={messages.prompt.approval.heading}>
      <p>{messages.prompt.approval.waiting}</p>
      <div class="countdown number" aria-hidden="true">
        {left === 0 ? messages.prompt.approval.over : messages.prompt.approval.left(asClock(left))}
      </div>
      <div class="time-left" aria-hidden="true">
        <div style={{ width: `${Math.min((left / approvalSeconds) * 100, 100)}%` }} />
      </div>
      <div class="hidden" role="status">
        {left === 0 ? messages.prompt.approval.over : messages.prompt.approval.leftSpoken(spokenSeconds(left))}
      </div>
      <p class="quiet small">{messages.prompt.approval.help}</p>
    </PanelFrame>
  );
};
