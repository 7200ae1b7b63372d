import { useSignal } from '../../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { WindowProblem } from '../../../src/shared/contract/described.ts';
import { Button } from '../../base/components/button.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { codeLength } from '../code.ts';
import { CodeField } from '../code-field.tsx';
import { PanelFrame, ResendButton, StepProblem } from '../panel-frame.tsx';
import type { Panel } from '../panel.ts';
import { useAsk } from '../use-ask.ts';
import { messages } from '../../../src/messages/windows.ts';

interface CodeProps {
  readonly panel: Extract<Panel, { readonly panel: 'code' }>;
}

/** What is wrong with the digits themselves stands below them in one line. */
const mistakeOf = (problem: WindowProblem | null): string | null => {
  if (problem?.code !== 'icloud.code-wrong') return null;
  return `${problem.title}. ${problem.next}`;
};

/** Six digits from a device or a text message. The sixth one sends them; the button is there for people who look for it. */
export const Code = ({ panel }: CodeProps): JSX.Element => {
  const code = useSignal('');
  const tooShort = useSignal(false);
  const { ask, pending, problem } = useAsk();
  const busy = panel.busy || pending === 'icloud.code';
  const shown = busy ? null : (panel.problem ?? problem);
  const wasBusy = useRef(busy);
  useEffect(() => {
    // It came back as wrong: the next one is typed from its first digit on.
    if (wasBusy.current && shown !== null) code.value = '';
    wasBusy.current = busy;
  }, [busy, shown]);
  const mistake = tooShort.value ? messages.prompt.code.tooShort : mistakeOf(shown);
  const send = (digits: string): void => {
    tooShort.value = digits.length < codeLength;
    if (!busy && !tooShort.value) ask('icloud.code', { code: digits });
  };
  return (
    <PanelFrame
      icon="key"
      title={messages.prompt.code.heading}
      takesFocus={false}
      onSubmit={() => {
        send(code.value);
      }}
      buttons={
        <Button kind="primary" type="submit" pending={busy}>
          {messages.prompt.code.submit}
        </Button>
      }
    >
      <p id="code-hint">
        {panel.phone === null ? messages.prompt.code.device : messages.prompt.code.phone(panel.phone)}
      </p>
      <CodeField
        code={code.value}
        busy={busy}
        describedBy="code-hint code-problem"
        invalid={shown !== null || tooShort.value}
        onCode={(digits) => {
          code.value = digits;
          tooShort.value = false;
          if (digits.length === codeLength) send(digits);
        }}
      />
      <Answer busy={busy} mistake={mistake} problem={shown} />
      <OtherWays panel={panel} busy={busy} ask={ask} pending={pending} />
    </PanelFrame>
  );
};

interface AnswerProps {
  readonly busy: boolean;
  readonly mistake: string | null;
  readonly problem: WindowProblem | null;
}

/** What became of the code, where the eye is, and tied to the field. */
const Answer = ({ busy, mistake, problem }: AnswerProps): JSX.Element => (
  <div id="code-problem" class="code-problem">
    <div role="status" class="quiet small">
      {busy ? messages.prompt.code.checking : ''}
    </div>
    <div role="alert">
      {mistake !== null && (
        <div class="error small">
          <Icon name="octagon" size={15} />
          <span>{mistake}</span>
        </div>
      )}
    </div>
    <StepProblem problem={mistake === null ? problem : null} />
  </div>
);

type OtherWaysProps = CodeProps & Pick<ReturnType<typeof useAsk>, 'ask' | 'pending'> & { readonly busy: boolean };

const OtherWays = ({ panel, busy, ask, pending }: OtherWaysProps): JSX.Element => (
  <div class="other-ways">
    <div class="line">
      <span class="quiet">{messages.prompt.code.noCode}</span>
      {panel.phone === null && (
        <Button
          kind="quiet"
          pending={pending === 'icloud.text-instead'}
          disabled={busy}
          onClick={() => {
            ask('icloud.text-instead', {});
          }}
        >
          {messages.prompt.code.text}
        </Button>
      )}
      <ResendButton
        kind="quiet"
        resendAt={panel.resendAt}
        pending={pending === 'icloud.resend'}
        onClick={() => {
          ask('icloud.resend', {});
        }}
      />
    </div>
    <details class="small">
      <summary class="quiet">{messages.prompt.code.securityKey}</summary>
      <p>{messages.prompt.code.securityKeyWhy}</p>
    </details>
  </div>
);
