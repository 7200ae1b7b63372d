import type { JSX } from 'preact';
import type { Status } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { goTo } from '../base/route.ts';
import { Unencrypted } from '../choices/unencrypted.tsx';
import { ConnectProblem } from '../choices/connect-problem.tsx';
import { SettingsSection } from './section.tsx';
import { useReconnect } from './use-reconnect.ts';
import { messages } from '../../src/messages/windows.ts';

/** Address, token and certificate of Home Assistant: tried first, kept when it answers. */
export const ConnectionSection = ({ home }: { readonly home: Status['home'] }): JSX.Element => (
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
      <Connection home={home} />
    )}
  </SettingsSection>
);

const Connection = ({ home }: { readonly home: NonNullable<Status['home']> }): JSX.Element => {
  const { pending, problem, connect, ...use } = useReconnect(home.url);
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
          onTrust={connect}
          onRetry={connect}
          onAddress={(to) => {
            use.typeAddress(to);
            connect();
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
