import type { JSX } from 'preact';
import type { Described, WindowProblem } from '../../src/shared/contract/described.ts';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { SetupResult } from '../../src/shared/status.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { LookAgain } from '../base/components/look-again.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { now } from '../base/now.ts';
import { useCommand } from '../base/use-command.ts';
import { ConnectProblem, FactLine, FactList, type Trust } from '../choices/connect-problem.tsx';
import { Unencrypted } from '../choices/unencrypted.tsx';
import { draft, goBack, goToStep } from './draft.ts';
import { foundFacts, knownFacts, type Fact } from './found-facts.ts';
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
  readonly facts: readonly Fact[];
  readonly encrypted: boolean;
  readonly store: SetupResult['secretStore'] | null;
  readonly warnings: readonly WindowProblem[];
}

const foundIn = (result: Described<SetupResult> | null, { home, secretStore }: WindowState['status']): Found =>
  result
    ? { ...result, store: result.secretStore, facts: foundFacts(result, now.value) }
    : {
        url: home?.url ?? '',
        name: home?.name ?? '',
        encrypted: home?.encrypted ?? true,
        facts: knownFacts(home),
        store: secretStore,
        warnings: [],
      };

/** Who answered, how its automatic backups are set, and what should be put right before one relies on it. */
export const FoundPage = ({ place, state }: FoundPageProps): JSX.Element => {
  const { run, pending, problem } = useCommand('setup.connect');
  const { url, name, encrypted, facts, store, warnings } = foundIn(draft.result.value, state.status);
  const look = async (trust: Trust = {}): Promise<void> => {
    draft.trust.value = { ...draft.trust.value, ...trust };
    const again = await run({ url, ...draft.trust.value });
    if (again.ok) draft.result.value = again.value;
  };
  const toFind = (): void => goToStep(place, 'find');
  return (
    <SetupFrame
      place={place}
      title={messages.setup.found.heading(name)}
      onBack={() => goBack(place)}
      onNext={() => goToStep(place, 'account')}
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
