import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ViewState } from '../../src/shared/contract/views.ts';
import type { Status } from '../../src/shared/status.ts';
import { formatDay } from '../../src/shared/words/windows/prompt.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Row, Rows } from '../base/components/card.tsx';
import { canBeCancelled } from '../prompt/panel.ts';
import { SignInSteps } from '../prompt/sign-in-steps.tsx';
import { FolderField } from './folder-field.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { SettingsSection } from './section.tsx';

const words = settingsWords.account;

const showPrompt = (): void => void command('window.show-prompt', {});

const isUnderWay = ({ signIn }: ViewState): boolean => signIn.step !== 'ready' && canBeCancelled(signIn);

/** Who is signed in and for how long, and where in iCloud Drive the copies are. */
export const AccountSection = ({ state }: { readonly state: ViewState }): JSX.Element => {
  const { signIn, icloud } = state.status;
  return (
    <SettingsSection title={words.heading} section="folder">
      {isUnderWay(state) && (
        <div class="line-apart" role="status">
          <p>{words.underWay}</p>
          <Button kind="primary" onClick={showPrompt}>
            {words.goOn}
          </Button>
        </div>
      )}
      {signIn === null ? (
        <div class="line-apart">
          <p>{words.none}</p>
          <Button kind="primary" onClick={showPrompt}>
            {words.signIn}
          </Button>
        </div>
      ) : (
        <Account state={state} signIn={signIn} />
      )}
      <FolderField folder={icloud.folder} />
    </SettingsSection>
  );
};

interface AccountProps {
  readonly state: ViewState;
  readonly signIn: NonNullable<Status['signIn']>;
}

const Account = ({ state, signIn }: AccountProps): JSX.Element => {
  const asks = useSignal<'other' | 'sign-out' | null>(null);
  const place = useMemo(() => ({ level: 2 as const, onCancel: () => (asks.value = null) }), []);
  const stop = (): void => {
    asks.value = null;
  };
  return (
    <>
      <Rows>
        <Row label={words.account} hint={signIn.account}>
          <Button kind={signIn.due && !isUnderWay(state) ? 'primary' : 'plain'} onClick={showPrompt}>
            {words.again}
          </Button>
        </Row>
        <Row label={words.left(signIn.daysLeft, formatDay(signIn.until))}>
          <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'icloud-drive' })}>
            {words.show}
          </Button>
        </Row>
      </Rows>
      {asks.value === 'other' ? (
        <div class="stack">
          <p class="quiet small">{words.otherNote}</p>
          <SignInSteps state={state} place={place} asksAccount onDone={stop} />
        </div>
      ) : (
        <div class="line">
          <Button onClick={() => (asks.value = 'other')}>{words.other}</Button>
          <Button onClick={() => (asks.value = 'sign-out')}>{words.signOut}</Button>
        </div>
      )}
      {asks.value === 'sign-out' && <RemoveDialog what="apple" folder={state.status.icloud.folder} onClose={stop} />}
    </>
  );
};
