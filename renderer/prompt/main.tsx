import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { isUnderWay } from '../../src/shared/icloud/sign-in-view.ts';
import { command, viewState } from '../base/bridge.ts';
import { mount, type PageProps } from '../base/mount.tsx';
import { SignInSteps } from './sign-in-steps.tsx';
import { messages } from '../../src/messages/windows.ts';

/** Closing the window gives up what is under way; what was signed in before stays so. */
const leave = async (): Promise<void> => {
  const signIn = viewState.value?.signIn;
  if (signIn !== undefined && isUnderWay(signIn)) await command('icloud.cancel', {});
  await command('window.close', {});
};

const onLeave = (): void => void leave();

const Prompt = ({ state }: PageProps): JSX.Element => {
  const isDone = state.signIn.step === 'done';
  const place = useMemo(() => ({ level: 1 as const, ...(isDone ? {} : { onCancel: onLeave }) }), [isDone]);
  useEffect(() => {
    document.title = messages.prompt.windowTitle;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onLeave();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, []);
  return (
    <main class="prompt">
      <SignInSteps state={state} place={place} onDone={onLeave} />
    </main>
  );
};

mount(Prompt, { parts: ['prompt'] });
