import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { useCommand, type CommandUse } from '../base/use-command.ts';
import { ConnectProblem, type Trust } from '../choices/connect-problem.tsx';
import { giveUpSignIn } from '../choices/give-up-sign-in.ts';
import { draft, forgetConnection, goBack, goToStep, probedUrl } from './draft.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';

interface SigningIn extends Pick<CommandUse<'setup.sign-in'>, 'pending' | 'problem' | 'forget'> {
  readonly begin: (trust?: Trust) => void;
}

const useSigningIn = (place: Place): SigningIn => {
  const { run, ...use } = useCommand('setup.sign-in');
  const begin = async (trust: Trust): Promise<void> => {
    draft.trust.value = { ...draft.trust.value, ...trust };
    const result = await run({ url: probedUrl(), ...draft.trust.value });
    // Somebody who went another way meanwhile is not fetched back.
    if (!result.ok || draft.place.value?.step !== 'token') return;
    draft.result.value = result.value;
    goToStep(place, 'found');
  };
  return { ...use, begin: (trust = {}) => void begin(trust) };
};

/** Home Assistant's page in the browser; this one waits for what is done there. */
export const SignInHome = ({ place }: { readonly place: Place }): JSX.Element => {
  const { begin, pending, problem, forget } = useSigningIn(place);
  const { signIn } = messages.choices;
  const leave = (where: () => void): void => {
    if (pending) giveUpSignIn();
    where();
  };
  const toFind = (): void => goToStep(place, 'find');
  return (
    <SetupFrame
      place={place}
      title={messages.setup.token.heading}
      onBack={() => leave(() => goBack(place))}
      onNext={begin}
      nextLabel={signIn.start}
      pending={pending}
      aside={pending ? <Button onClick={giveUpSignIn}>{messages.choices.cancel}</Button> : undefined}
    >
      <div class="card">
        <p class="selectable">{messages.setup.signIn.lead(probedUrl())}</p>
        <p class="quiet small">{signIn.note}</p>
      </div>
      {problem && (
        <ConnectProblem
          problem={problem}
          pending={pending}
          onTrust={begin}
          onRetry={begin}
          onAddress={(to) => {
            forgetConnection();
            draft.chosenUrl.value = null;
            draft.typedUrl.value = to;
            forget();
            toFind();
          }}
          onChangeAddress={toFind}
        />
      )}
      <div role="status" class="strong">
        {pending ? signIn.waiting : ''}
      </div>
      <div class="setup-other line">
        {pending && (
          <Button kind="quiet" icon="external" onClick={begin}>
            {signIn.again}
          </Button>
        )}
        <Button kind="quiet" onClick={() => leave(() => (draft.pastes.value = true))}>
          {messages.setup.signIn.paste}
        </Button>
      </div>
    </SetupFrame>
  );
};
