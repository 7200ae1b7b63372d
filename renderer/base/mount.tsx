import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/surfaces.css';
import './styles/frame.css';
import { Component, render, type ComponentChildren, type ComponentType, type JSX } from 'preact';
import { signal, useSignals } from './signal.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { commonWords as words } from '../../src/shared/words/windows/common.ts';
import { connect, viewState } from './bridge.ts';
import { Button } from './components/button.tsx';
import { PlainFrame } from './components/page-frame.tsx';
import { startClock } from './now.ts';

/** What every page is a function of. */
export interface PageProps {
  readonly state: WindowState;
}

const lost = signal(false);

/** One page's fault must not leave a white window without a word. */
class Boundary extends Component<{ readonly children: ComponentChildren }, { readonly broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ComponentChildren {
    if (!this.state.broken) return this.props.children;
    return (
      <Message text={words.broken}>
        <Button
          kind="primary"
          onClick={() => {
            this.setState({ broken: false });
          }}
        >
          {words.reload}
        </Button>
      </Message>
    );
  }
}

const Message = ({ text, children }: { readonly text: string; readonly children?: ComponentChildren }): JSX.Element => (
  <PlainFrame>
    <div class="page" role="alert">
      <h1>{words.product}</h1>
      <p>{text}</p>
      <div>{children}</div>
    </div>
  </PlainFrame>
);

/** Draws the window as soon as the first state is there, and whenever another one comes. `follow` hears of each. */
export const mount = (Root: ComponentType<PageProps>, follow?: (state: WindowState) => void): void => {
  const Window = (): JSX.Element | null => {
    useSignals();
    const state = viewState.value;
    if (state === undefined)
      return lost.value ? <Message text={`${words.unreachable.title}. ${words.unreachable.next}`} /> : null;
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
  void connect(follow).then((connected) => {
    lost.value = !connected;
  });
};
