import type { JSX } from 'preact';
import { formatDay, promptWords } from '../../../src/shared/words/windows/prompt.ts';
import { Button } from '../../base/components/button.tsx';
import { PanelFrame, StepProblem } from '../panel-frame.tsx';
import type { Panel } from '../panel.ts';
import { useAsk } from '../use-ask.ts';

interface ReadyProps {
  readonly panel: Extract<Panel, { readonly panel: 'ready' }>;
  readonly waiting: number;
}

const words = promptWords.ready;

/** Before anything is asked of Apple: what it is about, and one button. */
export const Ready = ({ panel, waiting }: ReadyProps): JSX.Element => {
  const { ask, pending, problem } = useAsk();
  return (
    <PanelFrame
      icon="cloud"
      title={panel.until === null ? words.heading : words.headingEarly}
      onSubmit={() => {
        ask('icloud.reconnect', {});
      }}
      buttons={
        <Button kind="primary" type="submit" pending={pending !== null}>
          {words.send}
        </Button>
      }
    >
      <p>{panel.until === null ? words.lead(waiting) : words.leadEarly(formatDay(panel.until))}</p>
      <StepProblem problem={panel.problem ?? problem} />
      <p class="quiet small">
        {promptWords.account(panel.account)}
        <br />
        {words.note}
      </p>
    </PanelFrame>
  );
};
