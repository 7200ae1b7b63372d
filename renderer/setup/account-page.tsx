import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isUnderWay } from '../../src/shared/icloud/sign-in-view.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { command } from '../base/bridge.ts';
import { Tile } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { now } from '../base/now.ts';
import { goTo } from '../base/route.ts';
import { panelOf } from '../prompt/panel.ts';
import { SignInSteps } from '../prompt/sign-in-steps.tsx';
import { goBack, goToStep } from './draft.ts';
import { SetupButtons, SetupFrame, StepsLine } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatDay } from '../../src/messages/dates.ts';

/** Somebody is signed in, and nothing stands in the way. */
const holds = ({ signIn, status }: WindowState): boolean => {
  const panel = panelOf(signIn, status, undefined);
  return panel.panel === 'ready' && panel.until !== null && !panel.isOver && panel.problem === null;
};

interface AccountPageProps {
  readonly place: Place;
  readonly state: WindowState;
}

/** The way into iCloud; with somebody signed in already, nothing but to go on. */
export const AccountPage = ({ place, state }: AccountPageProps): JSX.Element => {
  const anew = useSignal(false);
  const { signIn } = state.status;
  const restores = place.way === 'restore';
  const panels = useMemo(() => ({ level: 2 as const }), []);
  const onward = (): void => {
    if (restores) goTo('restore');
    else goToStep(place, 'plan');
  };
  const back = (): void => {
    if (isUnderWay(state.signIn)) void command('icloud.cancel', {});
    goBack(place);
  };
  const hasJustEnded = signIn !== null && state.signIn.step === 'done';
  const had = useRef(hasJustEnded);
  useEffect(() => {
    // Somebody who signs in to restore wants to see the backups, and nothing in between.
    if (restores && hasJustEnded && !had.current) goTo('restore');
    had.current = hasJustEnded;
  }, [restores, hasJustEnded]);
  const title = restores ? messages.setup.account.headingRestore : messages.setup.account.heading;
  const nextLabel = restores ? messages.setup.account.toRestore : messages.setup.next;
  if (signIn !== null && holds(state) && !anew.value) {
    return (
      <SetupFrame place={place} title={title} onBack={back} onNext={onward} nextLabel={nextLabel}>
        <SignedIn account={signIn.account} until={signIn.until} onOther={() => (anew.value = true)} />
      </SetupFrame>
    );
  }
  return (
    <PageBody title={title} aside={<StepsLine place={place} />}>
      {restores && <p class="setup-lead">{messages.setup.account.leadRestore}</p>}
      <div class="card">
        <SignInSteps
          state={state}
          place={panels}
          asksAccount={anew.value}
          doneLabel={nextLabel}
          onDone={() => {
            onward();
          }}
        />
      </div>
      <SetupButtons onBack={back} />
    </PageBody>
  );
};

interface SignedInProps {
  readonly account: string;
  readonly until: string;
  readonly onOther: () => void;
}

const SignedIn = ({ account, until, onOther }: SignedInProps): JSX.Element => (
  <div class="card">
    <div class="setup-done">
      <Tile tone="ok" icon="cloud-done" />
      <div class="stack-small">
        <h2>{messages.setup.account.signedIn}</h2>
        <p>{messages.prompt.account(account)}</p>
        <p class="quiet">{messages.prompt.done.next(formatDay(until, now.value))}</p>
      </div>
    </div>
    <div class="setup-other">
      <Button kind="quiet" onClick={onOther}>
        {messages.setup.account.other}
      </Button>
    </div>
  </div>
);
