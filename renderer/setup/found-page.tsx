import type { JSX } from 'preact';
import type { Described, WindowProblem } from '../../src/shared/contract/described.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { HomeOffer } from '../../src/shared/home-offers.ts';
import type { HomeImproved, SetupResult } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';
import { Tile } from '../base/components/badge.tsx';
import { Button } from '../base/components/button.tsx';
import { LookAgain } from '../base/components/look-again.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { now } from '../base/now.ts';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { ConnectProblem, FactLine, FactList, type Trust } from '../choices/connect-problem.tsx';
import { Unencrypted } from '../choices/unencrypted.tsx';
import { isCuredBy } from './cured-by.ts';
import { draft, goBack, goToStep, hasKit } from './draft.ts';
import { foundFacts, knownFacts, type Fact } from './found-facts.ts';
import { HomeOffers } from './home-offers.tsx';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';

interface FoundPageProps {
  readonly place: Place;
  readonly state: WindowState;
}

/** What the connection told, or what the state knows where that is gone (the window was loaded again). */
interface Found {
  readonly url: string;
  readonly name: string;
  readonly version: string | null;
  readonly facts: readonly Fact[];
  readonly encrypted: boolean;
  readonly store: SetupResult['secretStore'] | null;
  readonly offers: readonly HomeOffer[];
  readonly warnings: readonly WindowProblem[];
}

const foundIn = (result: Described<SetupResult> | null, { home, secretStore }: WindowState['status']): Found =>
  result
    ? { ...result, store: result.secretStore, facts: foundFacts(result, now.value) }
    : {
        url: home?.url ?? '',
        name: home?.name ?? '',
        version: home?.version ?? null,
        encrypted: home?.encrypted ?? true,
        facts: knownFacts(home),
        store: secretStore,
        offers: [],
        warnings: [],
      };

/** Who answered, how its automatic backups are set, and what should be put right before one relies on it. */
export const FoundPage = ({ place, state }: FoundPageProps): JSX.Element => {
  const { run, pending, problem } = useCommand('setup.connect');
  const found = foundIn(draft.result.value, state.status);
  const { url } = found;
  const warnings = found.warnings.filter((warning) => !isCuredBy(warning, found.offers));
  const look = async (trust: Trust = {}): Promise<void> => {
    draft.trust.value = { ...draft.trust.value, ...trust };
    const again = await run({ url, ...draft.trust.value });
    if (again.ok) draft.result.value = again.value;
  };
  const toFind = (): void => goToStep(place, 'find');
  return (
    <SetupFrame
      place={place}
      title={messages.setup.found.heading(found.version)}
      onBack={() => goBack(place)}
      onNext={() => goToStep(place, hasKit() ? 'kit' : 'account')}
      aside={
        <LookAgain
          kind="plain"
          looking={messages.choices.token.connecting}
          pending={pending}
          problem={problem}
          onLook={() => void look()}
        >
          {messages.setup.found.lookAgain}
        </LookAgain>
      }
    >
      {draft.result.value === null && <p class="quiet">{messages.setup.found.lost}</p>}
      <Named name={found.name} offers={found.offers} />
      <Told found={found} />
      {problem && (
        <ConnectProblem
          problem={problem}
          pending={pending}
          onTrust={(trust) => void look(trust)}
          onRetry={() => void look()}
          onAddress={toFind}
          onChangeAddress={toFind}
          onOpenProfile={() => void command('open', { place: 'home-assistant-token' })}
        />
      )}
      {warnings.length > 0 && <Warnings warnings={warnings} />}
    </SetupFrame>
  );
};

interface NamedProps {
  readonly name: string;
  readonly offers: readonly HomeOffer[];
}

/** Who it is, and what can be set there from here: in view before the details. */
const Named = ({ name, offers }: NamedProps): JSX.Element => {
  const isImproved = useSignal(false);
  const improved = (now: Described<HomeImproved>): void => {
    if (draft.result.value) draft.result.value = { ...draft.result.value, ...now };
    isImproved.value = true;
  };
  return (
    <>
      <div class="setup-done">
        <Tile tone="info" icon="home" />
        <h2>{name}</h2>
      </div>
      {offers.length > 0 && <HomeOffers offers={offers} onImproved={improved} />}
      <p role="status" class="strong">
        {isImproved.value && messages.setup.offers.done}
      </p>
    </>
  );
};

const Told = ({ found: { facts, encrypted, store } }: { readonly found: Found }): JSX.Element => (
  <div class="card">
    <FactList>
      {facts.map((fact) => (
        <FactLine key={fact.name} name={fact.name}>
          {fact.value}
        </FactLine>
      ))}
    </FactList>
    {!encrypted && <Unencrypted />}
    {store && <p class="quiet small">{messages.choices.secrets(messages.secretStore[store])}</p>}
  </div>
);

const Warnings = ({ warnings }: { readonly warnings: readonly WindowProblem[] }): JSX.Element => (
  <div class="stack">
    <h2>{messages.setup.found.worth}</h2>
    {warnings.map((warning) => (
      <ProblemCard
        key={warning.code}
        problem={warning}
        tone="warn"
        actions={
          <Button icon="external" onClick={() => void command('open', { place: 'home-assistant-backups' })}>
            {messages.setup.found.fix}
          </Button>
        }
      />
    ))}
  </div>
);
