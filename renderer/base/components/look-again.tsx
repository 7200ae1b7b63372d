import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { WindowProblem } from '../../../src/shared/contract/described.ts';
import { useSignal } from '../signal.ts';
import { Button } from './button.tsx';
import type { IconName } from './icon.tsx';
import { messages } from '../../../src/messages/windows.ts';

interface LookAgainProps {
  readonly children: ComponentChildren;
  /** What it does meanwhile, for those who do not see it turn. */
  readonly looking: string;
  readonly pending: boolean;
  /** Why it brought nothing. */
  readonly problem: WindowProblem | null;
  readonly disabled?: boolean;
  readonly kind?: 'plain' | 'quiet';
  readonly icon?: IconName;
  readonly onLook: () => void;
}

/** Asks again. That it is at work, and that it came back, is told to a screen reader, too, where the user set it off. */
export const LookAgain = ({ children, looking, pending, problem, onLook, ...props }: LookAgainProps): JSX.Element => {
  const told = useSignal<'nothing' | 'looking' | 'looked'>('nothing');
  useEffect(() => {
    if (!pending && told.value === 'looking') told.value = 'looked';
  }, [pending]);
  const words = { nothing: '', looking, looked: problem?.title ?? messages.common.looked };
  return (
    <>
      <Button
        kind="quiet"
        {...props}
        pending={pending}
        onClick={() => {
          told.value = 'looking';
          onLook();
        }}
      >
        {children}
      </Button>
      <span class="hidden" role="status">
        {words[told.value]}
      </span>
    </>
  );
};
