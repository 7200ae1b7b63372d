import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { command } from '../base/bridge.ts';
import { Tile, type Tone } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { Icon, type IconName } from '../base/components/icon.tsx';
import { useSecond } from '../base/now.ts';
import { secondsUntil } from './countdown.ts';
import { messages } from '../../src/messages/windows.ts';

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
  // With the drawing, not after it: a user who is already typing must not lose the focus again.
  useLayoutEffect(() => {
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
        {onCancel && <Button onClick={onCancel}>{props.cancelLabel ?? messages.prompt.cancel}</Button>}
        {props.buttons}
      </div>
    </form>
  );
};

type OutsidePlace = 'cloud-web' | 'apple-account';

const isOutside = (action: string): action is OutsidePlace => action === 'cloud-web' || action === 'apple-account';

/** Where Apple itself has to be told something first. */
export const outsideOf = ({ actions }: WindowProblem): readonly OutsidePlace[] => actions.filter(isOutside);

interface OutsideProps {
  readonly places: readonly OutsidePlace[];
  readonly kind?: 'primary' | 'plain';
}

export const Outside = ({ places, kind = 'plain' }: OutsideProps): JSX.Element | null =>
  places.length === 0 ? null : (
    <div class="line">
      {places.map((place) => (
        <Button key={place} kind={kind} icon="external" onClick={() => void command('open', { place })}>
          {messages.cures[place]}
        </Button>
      ))}
    </div>
  );

/** A problem in few lines, in the place of the step it belongs to: signing in again is what is done here anyway. */
export const StepProblem = ({
  problem,
  id,
}: {
  readonly problem: WindowProblem | null;
  readonly id?: string;
}): JSX.Element => {
  return (
    <div role="alert" id={id}>
      {problem && (
        <div class="step-problem selectable">
          <Icon name="octagon" size={18} />
          <div class="stack-small">
            <p>
              <strong>{problem.title}.</strong> {problem.cause}
            </p>
            <p>{problem.next}</p>
            <Outside places={outsideOf(problem)} />
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
  const left = secondsUntil(resendAt, useSecond());
  return (
    <Button kind={kind} pending={pending} disabled={left > 0} onClick={onClick}>
      {left > 0 ? messages.prompt.code.againIn(left) : messages.prompt.code.again}
    </Button>
  );
};
