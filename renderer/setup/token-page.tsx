import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { Button } from '../base/components/button.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useCommand, type CommandUse } from '../base/use-command.ts';
import { isShortToken, profileAddress, sameAddress } from '../choices/address.ts';
import { ConnectProblem, isOfToken, type Trust } from '../choices/connect-problem.tsx';
import { addressOf, draft, forgetConnection, goBack, goToStep, probedUrl } from './draft.ts';
import { useInvalidFocus } from './invalid-focus.ts';
import { SetupFrame } from './setup-frame.tsx';
import { SignInHome } from './sign-in-home.tsx';
import type { Place } from './steps.ts';
import { TokenPicture } from './token-picture.tsx';
import { messages } from '../../src/messages/windows.ts';

const tokenError = (token: string, stored: boolean): string | null => {
  if (token.trim() === '') return stored ? null : messages.setup.token.needToken;
  return isShortToken(token) ? messages.setup.token.shortToken : null;
};

interface Connecting extends Pick<CommandUse<'setup.connect'>, 'pending' | 'problem'> {
  readonly connect: (trust?: Trust) => void;
  /** At the field of the token. */
  readonly error: string | null;
  readonly forgetError: () => void;
}

const useConnecting = (stored: boolean, onConnected: () => void): Connecting => {
  const error = useSignal<string | null>(null);
  const { run, pending, problem } = useCommand('setup.connect');
  const connect = async (trust: Trust): Promise<void> => {
    error.value = tokenError(draft.token.value, stored);
    if (error.value !== null || pending) return;
    draft.trust.value = { ...draft.trust.value, ...trust };
    const token = draft.token.value.trim();
    const result = await run({ url: probedUrl(), ...(token === '' ? {} : { token }), ...draft.trust.value });
    if (result.ok) {
      draft.token.value = '';
      draft.result.value = result.value;
      onConnected();
    } else if (isOfToken(result.problem)) {
      error.value = messages.choices.token.another;
    }
  };
  return {
    pending,
    problem,
    connect: (trust = {}) => void connect(trust),
    error: error.value,
    forgetError: () => {
      error.value = null;
    },
  };
};

interface TokenPageProps {
  readonly place: Place;
  readonly state: WindowState;
}

/** Access to Home Assistant: by its own page in the browser, or by a token that somebody made there. */
export const TokenPage = (props: TokenPageProps): JSX.Element =>
  draft.pastes.value ? <PastePage {...props} /> : <SignInHome place={props.place} />;

/** The way to a token, its field, and whatever stands between it and a connection. */
const PastePage = ({ place, state }: TokenPageProps): JSX.Element => {
  const { home } = state.status;
  const address = addressOf();
  const stored = home !== null && sameAddress(home.url, address);
  const { connect, pending, problem, error, forgetError } = useConnecting(stored, () => goToStep(place, 'found'));
  const form = useInvalidFocus(error);
  const takeAddress = (to: string): void => {
    draft.chosenUrl.value = null;
    draft.typedUrl.value = to;
    forgetConnection();
    connect();
  };
  return (
    <SetupFrame
      place={place}
      title={messages.setup.token.heading}
      onBack={() => goBack(place)}
      onNext={connect}
      nextLabel={messages.setup.token.connect}
      pending={pending}
    >
      <TokenGuide address={address} />
      <div class="setup-other">
        <Button kind="quiet" onClick={() => (draft.pastes.value = false)}>
          {messages.setup.signIn.instead}
        </Button>
      </div>
      {problem && (
        <ConnectProblem
          problem={problem}
          pending={pending}
          onTrust={connect}
          onRetry={connect}
          onAddress={takeAddress}
          onChangeAddress={() => goToStep(place, 'find')}
        />
      )}
      <div ref={form}>
        <TextField
          label={messages.setup.token.label}
          hint={stored ? messages.setup.token.stored : messages.setup.token.hint}
          secret
          name="token"
          value={draft.token.value}
          error={error}
          onInput={(typed) => {
            draft.token.value = typed;
            forgetError();
          }}
        />
      </div>
      <div role="status" class="quiet small">
        {pending ? messages.choices.token.connecting : ''}
      </div>
    </SetupFrame>
  );
};

const TokenGuide = ({ address }: { readonly address: string }): JSX.Element => (
  <div class="card">
    <p class="selectable">{messages.setup.token.lead(address)}</p>
    <ol class="setup-guide">
      {messages.setup.token.steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
    <TokenPicture />
    <OpenProfile address={address} />
  </div>
);

/** The address as well: the browser may be on another computer. */
const OpenProfile = ({ address }: { readonly address: string }): JSX.Element => {
  const { run, pending, problem } = useCommand('open');
  return (
    <div class="stack-small">
      <div>
        <Button
          icon="external"
          pending={pending}
          onClick={() => void run({ place: 'home-assistant-token', home: address })}
        >
          {messages.choices.token.open}
        </Button>
      </div>
      <p class="small" role="status">
        {problem === null ? messages.setup.token.orType : messages.setup.token.onlyType}{' '}
        <span class="selectable mono">{profileAddress(address)}</span>
      </p>
    </div>
  );
};
