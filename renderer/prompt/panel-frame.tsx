import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext, useEffect, useId, useRef } from 'preact/hooks';
import type { Problem } from '../../src/shared/run-report.ts';
import { describeProblem } from '../../src/shared/words.ts';
import { cureWords } from '../../src/shared/words/windows/common.ts';
import { promptWords } from '../../src/shared/words/windows/prompt.ts';
import { command } from '../base/bridge.ts';
import { Tile, type Tone } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { Icon, type IconName } from '../base/components/icon.tsx';
import { second } from '../base/now.ts';
import { problemActions } from '../base/problem-actions.ts';
import { secondsUntil } from './countdown.ts';

export interface PlaceOfPanels {
  /** A window of its own (1), or a part of a page that has its heading already (2). */
  readonly level: 1 | 2;
  /** Absent where the page has its own way back. */
  readonly onCancel?: () => void;
}

export const PanelPlace = createContext<PlaceOfPanels>({ level: 1 });

interface PanelFrameProps {
  readonly title: string;
  readonly icon: IconName;
  readonly tone?: Tone;
  /** False where a field of the panel takes the focus itself. */
  readonly takesFocus?: boolean;
  readonly onSubmit?: () => void;
  readonly cancelLabel?: string;
  readonly buttons?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** Heading, content and buttons of one step. The button that goes on is the last one, and Enter means it. */
export const PanelFrame = ({ title, icon, takesFocus = true, ...props }: PanelFrameProps): JSX.Element => {
  const { level, onCancel } = useContext(PanelPlace);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, []);
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <form
      class="panel"
      aria-labelledby={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        props.onSubmit?.();
      }}
    >
      <div class="panel-head">
        <Tile small tone={props.tone ?? 'info'} icon={icon} />
        <Heading id={id} ref={heading} tabIndex={-1}>
          {title}
        </Heading>
      </div>
      {props.children}
      <div class="panel-buttons">
        {onCancel && <Button onClick={onCancel}>{props.cancelLabel ?? promptWords.cancel}</Button>}
        {props.buttons}
      </div>
    </form>
  );
};

const isOutside = (action: string): action is 'icloud-web' | 'apple-account' =>
  action === 'icloud-web' || action === 'apple-account';

/** A problem in few lines, in the place of the step it belongs to: signing in again is what is done here anyway. */
export const StepProblem = ({
  problem,
  id,
}: {
  readonly problem: Problem | null;
  readonly id?: string;
}): JSX.Element => {
  const words = problem && describeProblem(problem.code, problem.facts);
  const outside = problem === null ? [] : problemActions(problem.code).filter(isOutside);
  return (
    <div role="alert" id={id}>
      {words && (
        <div class="step-problem selectable">
          <Icon name="octagon" size={18} />
          <div class="stack-small">
            <p>
              <strong>{words.title}.</strong> {words.cause}
            </p>
            <p>{words.next}</p>
            {outside.length > 0 && (
              <div class="line">
                {outside.map((place) => (
                  <Button key={place} icon="external" onClick={() => void command('open', { place })}>
                    {cureWords[place]}
                  </Button>
                ))}
              </div>
            )}
          </div>
        </div>
      )}
    </div>
  );
};

interface ResendButtonProps {
  readonly resendAt: string;
  readonly kind: 'primary' | 'quiet';
  readonly pending: boolean;
  readonly onClick: () => void;
}

/** Asking again is possible after a pause that everybody can see. */
export const ResendButton = ({ resendAt, kind, pending, onClick }: ResendButtonProps): JSX.Element => {
  const left = secondsUntil(resendAt, second.value);
  return (
    <Button kind={kind} pending={pending} disabled={left > 0} onClick={onClick}>
      {left > 0 ? promptWords.code.againIn(left) : promptWords.code.again}
    </Button>
  );
};
