import './prompt.css';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { pauseOf } from '../../src/shared/status-rules.ts';
import { now } from '../base/now.ts';
import { PanelPlace, type PlaceOfPanels } from './panel-frame.tsx';
import { panelOf, panelOfAnother, type Panel } from './panel.ts';
import { Approval, Approve } from './panels/approval.tsx';
import { Code } from './panels/code.tsx';
import { Credentials } from './panels/credentials.tsx';
import { Done, Working } from './panels/done.tsx';
import { AskAgain, Phones } from './panels/phones.tsx';
import { Ready } from './panels/ready.tsx';
import { messages } from '../../src/messages/windows.ts';
import type { Hold } from '../../src/shared/contract/views.ts';

interface SignInStepsProps {
  readonly state: WindowState;
  readonly place: PlaceOfPanels;
  /** Begins with another account, though somebody is signed in. */
  readonly asksAccount?: boolean;
  readonly doneLabel?: string;
  readonly onDone: () => void;
}

/**
 * Everything that Apple wants of a person, step by step, the same in the prompt and in set-up. A function of the state: it
 * asks Apple nothing on its own.
 */
export const SignInSteps = ({ state, place, asksAccount = false, onDone, ...props }: SignInStepsProps): JSX.Element => {
  const shown = useRef<Panel | undefined>(undefined);
  const panel = (asksAccount ? panelOfAnother : panelOf)(state.signIn, state.status, shown.current);
  useEffect(() => {
    shown.current = panel;
  });
  // In a page of set-up nothing uploads automatically yet.
  const waiting = place.level === 2 || state.status.home === null ? null : state.status.waiting;
  return (
    <PanelPlace.Provider value={place}>
      <PanelSwitch
        key={panel.panel}
        panel={panel}
        state={state}
        waiting={waiting}
        doneLabel={props.doneLabel ?? messages.prompt.close}
        onDone={onDone}
      />
    </PanelPlace.Provider>
  );
};

/** Automatic uploads wait for this (main/host/build-host.ts). */
const holdOf = ({ status, held }: WindowState): Hold | null => (pauseOf(status, now.value) === null ? held : 'pause');

interface PanelSwitchProps extends Required<Pick<SignInStepsProps, 'state' | 'doneLabel' | 'onDone'>> {
  readonly panel: Panel;
  readonly waiting: number | null;
}

const PanelSwitch = ({ panel, state, waiting, doneLabel, onDone }: PanelSwitchProps): JSX.Element => {
  switch (panel.panel) {
    case 'ready':
      return <Ready panel={panel} waiting={waiting ?? 0} />;
    case 'credentials':
      return <Credentials panel={panel} secretStore={state.status.secretStore} />;
    case 'code':
      // Another way of getting the code is another panel: what was typed for the first does not count for it.
      return <Code key={panel.phone} panel={panel} />;
    case 'phones':
      return <Phones panel={panel} />;
    case 'ask-again':
      return <AskAgain panel={panel} />;
    case 'working':
      return <Working doing={panel.doing} />;
    case 'approval':
      return <Approval panel={panel} />;
    case 'approve':
      return <Approve until={panel.until} />;
    case 'done':
      return (
        <Done until={panel.until} waiting={waiting} hold={holdOf(state)} closeLabel={doneLabel} onClose={onDone} />
      );
  }
};
