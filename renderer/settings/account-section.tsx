import { useSignal, type Signal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { isUnderWay } from '../../src/shared/icloud/sign-in-view.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { Status } from '../../src/shared/status.ts';
import { isSignInOver } from '../../src/shared/status-rules.ts';
import { command, viewState } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Row, Rows } from '../base/components/card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { now } from '../base/now.ts';
import { SignInSteps } from '../prompt/sign-in-steps.tsx';
import { FolderField } from './folder-field.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { SettingsSection } from './section.tsx';
import { messages } from '../../src/messages/windows.ts';
import { formatDay } from '../../src/messages/dates.ts';

const showPrompt = (): void => void command('window.show-prompt', {});

/** Gives up what is under way; what was signed in before stays so. */
const giveUp = (): void => {
  const signIn = viewState.value?.signIn;
  if (signIn !== undefined && isUnderWay(signIn)) void command('icloud.cancel', {});
};

type Asks = 'other' | 'sign-out' | null;

/** Who is signed in and for how long, and where in iCloud Drive the copies are. */
export const AccountSection = ({ state }: { readonly state: WindowState }): JSX.Element => {
  const { signIn, icloud } = state.status;
  const asks = useSignal<Asks>(null);
  // The other account's conversation is in the page already.
  const elsewhere = isUnderWay(state.signIn) && asks.value !== 'other';
  return (
    <SettingsSection title={messages.settings.account.heading} section="folder">
      {elsewhere && (
        <div class="line-apart" role="status">
          <p>{messages.settings.account.underWay}</p>
          <Button kind="primary" onClick={showPrompt}>
            {messages.settings.account.goOn}
          </Button>
        </div>
      )}
      {signIn === null ? (
        <div class="line-apart">
          <p>{messages.settings.account.none}</p>
          <Button kind="primary" onClick={showPrompt}>
            {messages.settings.account.signIn}
          </Button>
        </div>
      ) : (
        <Account state={state} signIn={signIn} asks={asks} elsewhere={elsewhere} />
      )}
      <FolderField folder={icloud.folder} />
    </SettingsSection>
  );
};

interface AccountProps {
  readonly state: WindowState;
  readonly signIn: NonNullable<Status['signIn']>;
  readonly asks: Signal<Asks>;
  /** A sign-in is under way in another window. */
  readonly elsewhere: boolean;
}

const Account = ({ state, signIn, asks, elsewhere }: AccountProps): JSX.Element => {
  const stop = (): void => {
    asks.value = null;
  };
  return (
    <>
      <Rows>
        <Row label={signIn.account} hint={<Left state={state} signIn={signIn} />}>
          <Button kind={signIn.due && !elsewhere ? 'primary' : 'plain'} onClick={showPrompt}>
            {messages.settings.account.again}
          </Button>
        </Row>
      </Rows>
      {asks.value === 'other' ? (
        <OtherAccount state={state} onClose={stop} />
      ) : (
        <div class="line">
          {!elsewhere && <Button onClick={() => (asks.value = 'other')}>{messages.settings.account.other}</Button>}
          <Button onClick={() => (asks.value = 'sign-out')}>{messages.settings.account.signOut}</Button>
        </div>
      )}
      {asks.value === 'sign-out' && <RemoveDialog what="apple" folder={state.status.icloud.folder} onClose={stop} />}
    </>
  );
};

/** Apple may want something before the month is over, and nothing for a while after it. */
const Left = ({ state, signIn }: Pick<AccountProps, 'state' | 'signIn'>): JSX.Element => {
  const day = formatDay(signIn.until, now.value);
  const shut = state.status.problems.find(({ blocksCloud }) => blocksCloud);
  if (!shut && !isSignInOver(signIn)) return <>{messages.settings.account.left(signIn.daysLeft, day)}</>;
  return (
    <span class={shut ? 'error' : 'settings-warn'}>
      <Icon name={shut ? 'octagon' : 'warning'} size={15} />
      {shut?.title ?? messages.settings.account.over(day)}
    </span>
  );
};

interface OtherAccountProps {
  readonly state: WindowState;
  readonly onClose: () => void;
}

/** A user who cancels or leaves the page has given up: a conversation that nobody sees keeps backups from iCloud. */
const OtherAccount = ({ state, onClose }: OtherAccountProps): JSX.Element => {
  const place = useMemo(() => ({ level: 2 as const, onCancel: onClose }), []);
  useEffect(() => giveUp, []);
  return (
    <div class="stack">
      <p class="quiet small">{messages.settings.account.otherNote}</p>
      <SignInSteps state={state} place={place} asksAccount onDone={onClose} />
    </div>
  );
};
