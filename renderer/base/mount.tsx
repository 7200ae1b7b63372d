import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/surfaces.css';
import './styles/frame.css';
import { Component, render, type ComponentChildren, type ComponentType, type JSX } from 'preact';
import { signal, useSignals } from './signal.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { connect, viewState } from './bridge.ts';
import { Button } from './components/button.tsx';
import { PlainFrame } from './components/page-frame.tsx';
import { startClock } from './now.ts';
import { messages, readMessages, speak, type Part } from '../../src/messages/windows.ts';
import type { Spoken } from '../../src/shared/spoken.ts';

/** What every page is a function of. */
export interface PageProps {
  readonly state: WindowState;
}

const lost = signal(false);
/** The messages are there. */
const ready = signal(false);
/** Of a window that has nobody behind it. */
const nobodys: Spoken = { language: 'en', locale: 'en-GB' };

/** One page's fault must not leave a white window without a word. */
class Boundary extends Component<{ readonly children: ComponentChildren }, { readonly broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ComponentChildren {
    if (!this.state.broken) return this.props.children;
    return (
      <Message text={messages.common.broken}>
        <Button
          kind="primary"
          onClick={() => {
            this.setState({ broken: false });
          }}
        >
          {messages.common.reload}
        </Button>
      </Message>
    );
  }
}

const Message = ({ text, children }: { readonly text: string; readonly children?: ComponentChildren }): JSX.Element => (
  <PlainFrame>
    <div class="page" role="alert">
      <h1>{messages.common.product}</h1>
      <p>{text}</p>
      <div>{children}</div>
    </div>
  </PlainFrame>
);

interface MountOptions {
  /** Hears of each state. */
  readonly follow?: (state: WindowState) => void;
  /** What of the messages all of its pages show. */
  readonly parts?: readonly Part[];
}

/** Draws the window as soon as the first state and the messages are there, and whenever another state comes. */
export const mount = (Root: ComponentType<PageProps>, { follow, parts = [] }: MountOptions): void => {
  const Window = (): JSX.Element | null => {
    useSignals();
    if (!ready.value) return null;
    const state = viewState.value;
    if (state === undefined)
      return lost.value ? (
        <Message text={`${messages.common.unreachable.title}. ${messages.common.unreachable.next}`} />
      ) : null;
    document.documentElement.dataset['platform'] = state.app.platform;
    return (
      <Boundary>
        <Root state={state} />
      </Boundary>
    );
  };
  const root = document.getElementById('root');
  if (root === null) return;
  startClock();
  render(<Window />, root);
  void connect(follow).then(async (connected) => {
    await speak(viewState.value?.spoken ?? nobodys);
    await readMessages(...parts);
    lost.value = !connected;
    ready.value = true;
  });
};
