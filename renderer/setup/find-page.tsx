import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FoundHome } from '../../src/shared/contract/views.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useCommand, type CommandUse } from '../base/use-command.ts';
import { looksLikeAddress } from '../choices/address.ts';
import { ConnectProblem, type Trust } from '../choices/connect-problem.tsx';
import { ConsentCard } from './consent-card.tsx';
import { addressOf, draft, forgetConnection, goBack, goToStep } from './draft.ts';
import { useInvalidFocus } from './invalid-focus.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';

const choose = (url: string | null): void => {
  if (draft.chosenUrl.value !== url) forgetConnection();
  draft.chosenUrl.value = url;
};

interface Probing extends Pick<CommandUse<'setup.probe'>, 'pending' | 'problem'> {
  readonly test: (trust?: Trust) => void;
  readonly takeAddress: (to: string) => void;
}

/** Tests the address before anybody makes a token for it, and continues where nothing has to be asked. */
const useProbe = (place: Place): Probing => {
  const { run, pending, problem } = useCommand('setup.probe');
  const test = async (trust: Trust = {}): Promise<void> => {
    const { acceptFingerprint, caFile } = { ...draft.trust.value, ...trust };
    const certificates = { ...(acceptFingerprint && { acceptFingerprint }), ...(caFile && { caFile }) };
    draft.trust.value = certificates;
    const result = await run({ url: addressOf(), ...certificates });
    if (!result.ok) return;
    draft.probe.value = result.value;
    if (!result.value.needsConsent) goToStep(place, 'token');
  };
  const takeAddress = (to: string): void => {
    forgetConnection();
    draft.chosenUrl.value = null;
    draft.typedUrl.value = to;
    void test();
  };
  return { pending, problem, test: (trust) => void test(trust), takeAddress };
};

/** Homes that announce themselves, and a field for those that do not. */
export const FindPage = ({ place }: { readonly place: Place }): JSX.Element => {
  const error = useSignal<string | null>(null);
  const { run, pending, problem } = useCommand('setup.find-homes');
  const look = async (): Promise<void> => {
    const result = await run({});
    draft.homes.value = result.ok ? result.value : [];
    const [first, ...others] = draft.homes.value;
    // Most networks have one. Nothing that somebody typed or chose is taken from them, and of two that bear one name only
    // they know theirs.
    const isAlone = others.every(({ name }) => name !== first?.name);
    if (first && isAlone && draft.chosenUrl.value === null && draft.typedUrl.value === '') choose(first.url);
  };
  useEffect(() => {
    if (draft.homes.value === null) void look();
  }, []);
  const form = useInvalidFocus(error.value);
  const { test, takeAddress, ...probe } = useProbe(place);
  const next = (): void => {
    const address = addressOf();
    error.value =
      address === ''
        ? messages.setup.find.needAddress
        : looksLikeAddress(address)
          ? null
          : messages.choices.token.badAddress;
    if (error.value === null) test();
  };
  const homes = draft.homes.value ?? [];
  // The question has buttons of its own.
  const isAsking = draft.probe.value?.needsConsent === true;
  return (
    <SetupFrame
      place={place}
      title={messages.setup.find.heading}
      onBack={() => goBack(place)}
      {...(isAsking ? {} : { onNext: next })}
      pending={probe.pending}
    >
      <div class="line-apart">
        <div role="status" class="quiet">
          {pending ? messages.setup.find.searching : messages.setup.find.found(homes.length)}
        </div>
        <Button kind="quiet" icon="search" pending={pending} onClick={() => void look()}>
          {messages.setup.find.again}
        </Button>
      </div>
      {problem && <ProblemCard problem={problem} tone="warn" actions={null} />}
      <div class="stack" ref={form}>
        {homes.length > 0 && <Homes homes={homes} />}
        {homes.length === 0 && !pending && <p>{messages.setup.find.noneFound}</p>}
        {draft.chosenUrl.value === null && <AddressField error={error.value} onType={() => (error.value = null)} />}
      </div>
      <Probed place={place} test={test} takeAddress={takeAddress} {...probe} />
    </SetupFrame>
  );
};

const AddressField = ({
  error,
  onType,
}: {
  readonly error: string | null;
  readonly onType: () => void;
}): JSX.Element => (
  <TextField
    label={messages.setup.find.address}
    hint={messages.setup.find.addressHint}
    inputMode="url"
    autoComplete="url"
    name="address"
    value={draft.typedUrl.value}
    error={error}
    onInput={(typed) => {
      if (draft.typedUrl.value.trim() !== typed.trim()) forgetConnection();
      draft.typedUrl.value = typed;
      onType();
    }}
  />
);

/** What came of the test, where something has to be put right or asked. */
const Probed = ({ place, pending, problem, test, takeAddress }: Probing & { readonly place: Place }): JSX.Element => {
  const { probe, store } = draft;
  return (
    <>
      {problem && (
        <ConnectProblem
          problem={problem}
          pending={pending}
          onTrust={test}
          onRetry={() => test()}
          onAddress={takeAddress}
        />
      )}
      {probe.value?.needsConsent === true && (
        <ConsentCard
          probe={probe.value}
          onAddress={takeAddress}
          onAllow={(url) => {
            draft.trust.value = { ...draft.trust.value, acceptUnencrypted: url };
            goToStep(place, 'token');
          }}
        />
      )}
      <p role="status" class="quiet small">
        {pending
          ? messages.setup.find.testing
          : store.value && messages.choices.secrets(messages.secretStore[store.value])}
      </p>
    </>
  );
};

const Homes = ({ homes }: { readonly homes: readonly FoundHome[] }): JSX.Element => (
  <fieldset class="setup-homes">
    <legend class="hidden">{messages.setup.find.legend}</legend>
    {homes.map(({ url, name, version }) => (
      <Home
        key={url}
        url={url}
        title={name}
        hint={version === null ? url : `${url} · ${messages.setup.find.version(version)}`}
      />
    ))}
    <Home url={null} title={messages.setup.find.other} hint={messages.setup.find.otherHint} />
  </fieldset>
);

interface HomeProps {
  readonly url: string | null;
  readonly title: string;
  readonly hint: string;
}

const Home = ({ url, title, hint }: HomeProps): JSX.Element => (
  <label class="setup-home">
    <input type="radio" name="home" checked={draft.chosenUrl.value === url} onChange={() => choose(url)} />
    <span>
      <span class="strong">{title}</span>
      <span class="quiet small setup-home-hint">{hint}</span>
    </span>
  </label>
);
