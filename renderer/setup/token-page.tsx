import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { Button } from '../base/components/button.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useCommand, type CommandUse } from '../base/use-command.ts';
import { isShortToken, profileAddress, sameAddress } from '../choices/address.ts';
import { ConnectProblem, ofToken, type Trust } from '../choices/connect-problem.tsx';
import { addressOf, draft, forgetConnection, goBack, goToStep } from './draft.ts';
import { useInvalidFocus } from './invalid-focus.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';

const words = setupWords.token;

const tokenError = (token: string, stored: boolean): string | null => {
  if (token.trim() === '') return stored ? null : words.needToken;
  return isShortToken(token) ? words.shortToken : null;
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
    const result = await run({ url: addressOf(), ...(token === '' ? {} : { token }), ...draft.trust.value });
    if (result.ok) {
      draft.token.value = '';
      draft.result.value = result.value;
      onConnected();
    } else if (ofToken.includes(result.problem.code)) {
      error.value = choicesWords.token.another;
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

/** The way to a token, its field, and whatever stands between it and a connection. */
export const TokenPage = ({ place, state }: TokenPageProps): JSX.Element => {
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
      title={words.heading}
      onBack={() => goBack(place)}
      onNext={connect}
      nextLabel={words.connect}
      pending={pending}
    >
      <TokenGuide address={address} />
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
          label={words.label}
          hint={stored ? words.stored : words.hint}
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
        {pending ? choicesWords.token.connecting : ''}
      </div>
    </SetupFrame>
  );
};

const TokenGuide = ({ address }: { readonly address: string }): JSX.Element => (
  <div class="card">
    <p class="selectable">{words.lead(address)}</p>
    <ol class="setup-guide">
      {words.steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
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
          {choicesWords.token.open}
        </Button>
      </div>
      <p class="small" role="status">
        {problem === null ? words.orType : words.onlyType}{' '}
        <span class="selectable mono">{profileAddress(address)}</span>
      </p>
    </div>
  );
};
