import type { JSX } from 'preact';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
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

/** Their first step is another one than a code; their words tell it. */
const notByCode: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'icloud.session-refused',
  'icloud.terms-pending',
  'icloud.account-locked',
]);

/** Before anything is asked of Apple: what it is about, and one button. */
export const Ready = ({ panel, waiting }: ReadyProps): JSX.Element => {
  const { ask, pending, problem } = useAsk();
  const isBlocked = panel.problem !== null && notByCode.has(panel.problem.code);
  const [heading, lead] = isBlocked
    ? [words.headingBlocked, words.leadBlocked(waiting)]
    : panel.until === null
      ? [words.heading, words.lead(waiting)]
      : [words.headingEarly, words.leadEarly(formatDay(panel.until))];
  return (
    <PanelFrame
      icon="cloud"
      title={heading}
      onSubmit={() => {
        ask('icloud.reconnect', {});
      }}
      buttons={
        <Button kind="primary" type="submit" pending={pending !== null}>
          {words.send}
        </Button>
      }
    >
      <p>{lead}</p>
      <StepProblem problem={panel.problem ?? problem} />
      <p class="quiet small">
        {promptWords.account(panel.account)}
        <br />
        {words.note}
      </p>
    </PanelFrame>
  );
};
