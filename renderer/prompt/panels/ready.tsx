import type { JSX } from 'preact';
import type { WindowProblem } from '../../../src/shared/contract/described.ts';
import { Button } from '../../base/components/button.tsx';
import { now } from '../../base/now.ts';
import { Outside, outsideOf, PanelFrame, ResendButton, StepProblem } from '../panel-frame.tsx';
import type { Panel } from '../panel.ts';
import { useAsk } from '../use-ask.ts';
import { messages } from '../../../src/messages/windows.ts';
import { formatDay } from '../../../src/messages/dates.ts';

interface ReadyProps {
  readonly panel: Extract<Panel, { readonly panel: 'ready' }>;
  readonly waiting: number;
}

/** Before anything is asked of Apple: what it is about, and one button. */
export const Ready = ({ panel, waiting }: ReadyProps): JSX.Element => {
  const { ask, pending, problem } = useAsk();
  // The month that is over is what the code is for; anything else has another first step, and is the heading itself.
  const other = panel.problem?.code === 'icloud.trust-expired' ? null : panel.problem;
  const heading = panel.until === null ? messages.prompt.ready.heading : messages.prompt.ready.headingEarly;
  const send = (): void => ask('icloud.reconnect', {});
  return (
    <PanelFrame
      icon="cloud"
      tone={other === null ? 'info' : 'warn'}
      title={other?.title ?? heading}
      onSubmit={send}
      buttons={<Send problem={other} pending={pending !== null} onSend={send} />}
    >
      {other === null ? <p>{leadOf(panel, waiting)}</p> : <Other problem={other} />}
      <StepProblem problem={problem} />
      <p class="quiet small">
        {messages.prompt.account(panel.account)}
        <br />
        {messages.prompt.ready.note}
      </p>
    </PanelFrame>
  );
};

const leadOf = ({ until, isOver }: ReadyProps['panel'], waiting: number): string => {
  if (until === null) return messages.prompt.ready.lead(waiting);
  return isOver ? messages.prompt.ready.leadOver : messages.prompt.ready.leadEarly(formatDay(until, now.value));
};

const Other = ({ problem }: { readonly problem: WindowProblem }): JSX.Element => (
  <div class="stack-small panel-told selectable" role="alert">
    <p>{problem.cause}</p>
    <p>{problem.next}</p>
    <Outside places={outsideOf(problem)} kind="primary" />
  </div>
);

interface SendProps {
  readonly problem: WindowProblem | null;
  readonly pending: boolean;
  readonly onSend: () => void;
}

/** Not before Apple may be asked again, and not the first thing to do where Apple wants something elsewhere. */
const Send = ({ problem, pending, onSend }: SendProps): JSX.Element => {
  const until = problem?.code === 'icloud.code-limit' ? problem.facts['until'] : undefined;
  if (typeof until === 'string') {
    return <ResendButton kind="primary" resendAt={until} pending={pending} onClick={onSend} />;
  }
  const isElsewhere = problem !== null && outsideOf(problem).length > 0;
  return (
    <Button kind={isElsewhere ? 'plain' : 'primary'} type="submit" pending={pending}>
      {messages.prompt.ready.send}
    </Button>
  );
};
