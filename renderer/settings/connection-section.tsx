import type { JSX } from 'preact';
import type { Status } from '../../src/shared/status.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { goTo } from '../base/route.ts';
import { ConnectProblem } from '../choices/connect-problem.tsx';
import { SettingsSection } from './section.tsx';
import { useReconnect } from './use-reconnect.ts';

const words = settingsWords.connection;

/** Address, token and certificate of Home Assistant: tried first, kept when it answers. */
export const ConnectionSection = ({ home }: { readonly home: Status['home'] }): JSX.Element => (
  <SettingsSection title={words.heading} section="connection">
    {home === null ? (
      <div class="line-apart">
        <p>{words.none}</p>
        <Button
          kind="primary"
          onClick={() => {
            goTo('setup');
          }}
        >
          {words.setUp}
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
      <p>{words.connected(home.name, home.version)}</p>
      <TextField
        label={words.address}
        inputMode="url"
        autoComplete="url"
        value={use.address}
        error={use.addressError}
        onInput={use.typeAddress}
      />
      <TextField
        label={words.token}
        hint={words.tokenHint}
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
          {pending ? choicesWords.token.connecting : words.connect}
        </Button>
        <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'home-assistant-token' })}>
          {choicesWords.token.open}
        </Button>
      </div>
    </form>
  );
};
