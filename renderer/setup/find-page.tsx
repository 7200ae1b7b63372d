import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FoundHome } from '../../src/shared/contract/views.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useCommand } from '../base/use-command.ts';
import { looksLikeAddress } from '../choices/address.ts';
import { addressOf, draft, forgetConnection, goBack, goToStep } from './draft.ts';
import { useInvalidFocus } from './invalid-focus.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';

const words = setupWords.find;

const choose = (url: string | null): void => {
  if (draft.chosenUrl.value !== url) forgetConnection();
  draft.chosenUrl.value = url;
};

/** Homes that announce themselves, and a field for those that do not. */
export const FindPage = ({ place }: { readonly place: Place }): JSX.Element => {
  const error = useSignal<string | null>(null);
  const { run, pending, problem } = useCommand('setup.find-homes');
  const look = async (): Promise<void> => {
    const result = await run({});
    draft.homes.value = result.ok ? result.value : [];
    const first = draft.homes.value[0];
    // Most networks have one. Nothing that somebody typed or chose is taken from them.
    if (first && draft.chosenUrl.value === null && draft.typedUrl.value === '') choose(first.url);
  };
  useEffect(() => {
    if (draft.homes.value === null) void look();
  }, []);
  const form = useInvalidFocus(error.value);
  const next = (): void => {
    const address = addressOf();
    error.value = address === '' ? words.needAddress : looksLikeAddress(address) ? null : choicesWords.token.badAddress;
    if (error.value === null) goToStep(place, 'token');
  };
  const homes = draft.homes.value ?? [];
  return (
    <SetupFrame place={place} title={words.heading} onBack={() => goBack(place)} onNext={next}>
      <div class="line-apart">
        <div role="status" class="quiet">
          {pending ? words.searching : words.found(homes.length)}
        </div>
        <Button kind="quiet" icon="search" pending={pending} onClick={() => void look()}>
          {words.again}
        </Button>
      </div>
      {problem && <ProblemCard problem={problem} tone="warn" actions={null} />}
      <div class="stack" ref={form}>
        {homes.length > 0 && <Homes homes={homes} />}
        {homes.length === 0 && !pending && <p>{words.noneFound}</p>}
        {draft.chosenUrl.value === null && (
          <TextField
            label={words.address}
            hint={words.addressHint}
            inputMode="url"
            autoComplete="url"
            name="address"
            value={draft.typedUrl.value}
            error={error.value}
            onInput={(typed) => {
              if (draft.typedUrl.value.trim() !== typed.trim()) forgetConnection();
              draft.typedUrl.value = typed;
              error.value = null;
            }}
          />
        )}
      </div>
    </SetupFrame>
  );
};

const Homes = ({ homes }: { readonly homes: readonly FoundHome[] }): JSX.Element => (
  <fieldset class="setup-homes">
    <legend class="hidden">{words.legend}</legend>
    {homes.map(({ url, name, version }) => (
      <Home key={url} url={url} title={name} hint={version === null ? url : `${url} · ${words.version(version)}`} />
    ))}
    <Home url={null} title={words.other} hint={words.otherHint} />
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
