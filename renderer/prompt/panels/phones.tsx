import { useSignal } from '../../base/signal.ts';
import type { JSX } from 'preact';
import { Button } from '../../base/components/button.tsx';
import { RadioGroup } from '../../base/components/radio-group.tsx';
import { PanelFrame, ResendButton, StepProblem } from '../panel-frame.tsx';
import type { Panel } from '../panel.ts';
import { useAsk } from '../use-ask.ts';
import { messages } from '../../../src/messages/windows.ts';

/** Several numbers: Apple sends nothing before one is chosen. */
export const Phones = ({ panel }: { readonly panel: Extract<Panel, { readonly panel: 'phones' }> }): JSX.Element => {
  const chosen = useSignal(panel.phones[0]?.id ?? '');
  const { ask, pending, problem } = useAsk();
  return (
    <PanelFrame
      icon="key"
      title={messages.prompt.phones.heading}
      onSubmit={() => {
        ask('icloud.choose-phone', { id: chosen.value });
      }}
      buttons={
        <Button kind="primary" type="submit" pending={pending !== null}>
          {messages.prompt.phones.submit}
        </Button>
      }
    >
      <StepProblem problem={panel.problem ?? problem} />
      <RadioGroup
        label={messages.prompt.phones.label}
        value={chosen.value}
        choices={panel.phones.map(({ id, label }) => ({ value: id, label }))}
        onChange={(id) => {
          chosen.value = id;
        }}
      />
    </PanelFrame>
  );
};

/** After a wrong code by phone only another sign-in goes on, which sends another code. */
export const AskAgain = ({
  panel,
}: {
  readonly panel: Extract<Panel, { readonly panel: 'ask-again' }>;
}): JSX.Element => {
  const { ask, pending, problem } = useAsk();
  return (
    <PanelFrame
      icon="key"
      title={messages.prompt.askAgain.heading}
      buttons={
        <ResendButton
          kind="primary"
          resendAt={panel.resendAt}
          pending={pending !== null}
          onClick={() => {
            ask('icloud.resend', {});
          }}
        />
      }
    >
      <p>{messages.prompt.askAgain.lead}</p>
      <StepProblem problem={panel.problem ?? problem} />
    </PanelFrame>
  );
};
