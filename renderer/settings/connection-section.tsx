import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { asksToSignInHome } from '../base/overlay.ts';
import { goTo, settingsSection } from '../base/route.ts';
import { Unencrypted } from '../choices/unencrypted.tsx';
import { ConnectProblem } from '../choices/connect-problem.tsx';
import { giveUpSignIn } from '../choices/give-up-sign-in.ts';
import { SettingsSection } from './section.tsx';
import { useReconnect, type Reconnect } from './use-reconnect.ts';
import { messages } from '../../src/messages/windows.ts';

/** Address, token and certificate of Home Assistant: tried first, kept when it answers. */
export const ConnectionSection = ({ status: { home, problems } }: Pick<WindowState, 'status'>): JSX.Element => (
  <SettingsSection title={messages.settings.connection.heading} section="connection">
    {home === null ? (
      <div class="line-apart">
        <p>{messages.settings.connection.none}</p>
        <Button
          kind="primary"
          onClick={() => {
            goTo('setup');
          }}
        >
          {messages.settings.connection.setUp}
        </Button>
      </div>
    ) : (
      <Connection home={home} needsSignIn={problems.some(({ actions }) => actions.includes('sign-in-home'))} />
    )}
  </SettingsSection>
);

interface ConnectionProps {
  readonly home: NonNullable<WindowState['status']['home']>;
  /** The token is refused, or gone. */
  readonly needsSignIn: boolean;
}

const Connection = ({ home, needsSignIn }: ConnectionProps): JSX.Element => {
  const reconnect = useReconnect(home.url);
  const { pending, problem, connect, again, ...use } = reconnect;
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        connect();
      }}
    >
      <p>{messages.settings.connection.connected(home.name, home.version)}</p>
      {!home.encrypted && <Unencrypted />}
      <TextField
        label={messages.settings.connection.address}
        inputMode="url"
        autoComplete="url"
        value={use.address}
        error={use.addressError}
        onInput={use.typeAddress}
      />
      <SignIn use={reconnect} isCure={needsSignIn} />
      <TextField
        label={messages.settings.connection.token}
        hint={messages.settings.connection.tokenHint}
        secret
        value={use.token}
        error={use.tokenError}
        onInput={use.typeToken}
      />
      {problem && (
        <ConnectProblem
          problem={problem}
          pending={pending}
          onTrust={again}
          onRetry={again}
          onAddress={(to) => {
            use.typeAddress(to);
            again();
          }}
        />
      )}
      <div class="line">
        <Button type="submit" pending={pending}>
          {pending ? messages.choices.token.connecting : messages.settings.connection.connect}
        </Button>
        <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'home-assistant-token' })}>
          {messages.choices.token.open}
        </Button>
      </div>
    </form>
  );
};

interface SignInProps {
  readonly use: Reconnect;
  readonly isCure: boolean;
}

/** A new token by Home Assistant's own page. Who leaves this one for another gives it up. */
const SignIn = ({ use: { waiting, pending, signIn }, isCure }: SignInProps): JSX.Element => {
  const words = messages.choices.signIn;
  const isAsked = asksToSignInHome.value;
  useEffect(() => {
    if (!isAsked) return;
    asksToSignInHome.value = false;
    signIn();
  }, [isAsked]);
  const waits = useRef(waiting);
  waits.current = waiting;
  useEffect(
    () => () => {
      if (waits.current) giveUpSignIn();
    },
    [settingsSection.value],
  );
  return (
    <div class="stack-small">
      <div class="line">
        <Button kind={isCure ? 'primary' : 'plain'} pending={waiting || pending} onClick={signIn}>
          {words.start}
        </Button>
        {waiting && (
          <>
            <Button kind="quiet" icon="external" onClick={signIn}>
              {words.again}
            </Button>
            <Button onClick={giveUpSignIn}>{messages.choices.cancel}</Button>
          </>
        )}
      </div>
      <p role="status" class={waiting ? 'strong' : 'quiet small'}>
        {waiting ? words.waiting : messages.settings.connection.signInHint}
      </p>
    </div>
  );
};
