import type { ComponentChildren, JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { groupOf, type Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';

interface SetupFrameProps {
  readonly place: Place;
  readonly title: string;
  /** Null on pages that nothing leads back from. */
  readonly onBack: (() => void) | null;
  /** Enter means it, wherever one is on the page. */
  readonly onNext?: () => void;
  readonly nextLabel?: string;
  readonly pending?: boolean;
  /** Beside the button that goes on. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One page of the way: heading, how far one is, content, back and on. */
export const SetupFrame = ({ place, title, onBack, onNext, ...props }: SetupFrameProps): JSX.Element => (
  <PageBody title={title} aside={<StepsLine place={place} />}>
    <form
      class="setup-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (props.pending !== true) onNext?.();
      }}
    >
      {props.children}
      <SetupButtons onBack={onBack} {...(props.aside === undefined ? {} : { aside: props.aside })}>
        {onNext && (
          <Button kind="primary" type="submit" pending={props.pending ?? false}>
            {props.nextLabel ?? messages.setup.next}
          </Button>
        )}
      </SetupButtons>
    </form>
  </PageBody>
);

interface SetupButtonsProps {
  readonly onBack: (() => void) | null;
  readonly aside?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export const SetupButtons = ({ onBack, aside, children }: SetupButtonsProps): JSX.Element => (
  <div class="setup-buttons">
    {onBack && (
      <Button icon="back" onClick={onBack}>
        {messages.choices.back}
      </Button>
    )}
    <div class="setup-onward line">
      {aside}
      {children}
    </div>
  </div>
);

/** Four bars, and their meaning in words. */
export const StepsLine = ({ place }: { readonly place: Place }): JSX.Element | null => {
  const group = groupOf(place);
  const { steps } = messages.setup;
  if (group === null) return null;
  return (
    <div class="setup-steps">
      <div class="setup-bars" aria-hidden="true">
        {steps.map((name, index) => (
          <span key={name} class={index < group ? 'setup-bar setup-bar-done' : 'setup-bar'} />
        ))}
      </div>
      <span class="quiet small">
        {messages.setup.stepOf(group, steps.length)} · {steps[group - 1]}
      </span>
    </div>
  );
};
