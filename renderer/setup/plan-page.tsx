import type { JSX } from 'preact';
import type { ViewState } from '../../src/shared/contract/views.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Select } from '../base/components/select.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { lookChoices, withCurrent } from '../settings/choices.ts';
import { NumberField } from '../settings/number-field.tsx';
import { draft, goBack, goToStep } from './draft.ts';
import { FolderChoice } from './folder-choice.tsx';
import { useInvalidFocus } from './invalid-focus.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { usePlan, type PlanUse } from './use-plan.ts';

const words = setupWords.plan;

interface PlanPageProps {
  readonly place: Place;
  readonly state: ViewState;
}

/** Folder, retention, schedule and start with the computer: good as they are, in view before the first byte goes up. */
export const PlanPage = ({ place, state }: PlanPageProps): JSX.Element => {
  const plan = usePlan(state, () => goToStep(place, 'first'));
  const { errors, folderProblem } = plan;
  const form = useInvalidFocus([errors.folder, errors.days, errors.keep].join('') || null);
  return (
    <SetupFrame
      place={place}
      title={words.heading}
      onBack={() => goBack(place)}
      onNext={() => plan.save()}
      pending={plan.pending}
    >
      <p class="setup-lead">{words.lead}</p>
      {plan.readProblem && <ProblemCard problem={plan.readProblem} actions={null} />}
      <div class="card setup-plan" ref={form}>
        <TextField
          label={words.folder}
          hint={words.folderHint}
          name="folder"
          value={plan.typed.folder}
          error={errors.folder}
          onInput={(text) => plan.type('folder', text)}
        />
        <NumberField
          label={words.days}
          unit={words.daysUnit}
          hint={words.daysHint}
          value={plan.typed.days}
          error={errors.days}
          onInput={(text) => plan.type('days', text)}
        />
        <p class="setup-needs" role="status">
          {plan.needs}
        </p>
        <MoreChoices plan={plan} />
      </div>
      {state.loginItem.supported && <StartWithComputer />}
      {plan.saveProblem && <ProblemCard problem={plan.saveProblem} alert actions={null} />}
      {folderProblem && (
        <FolderChoice
          problem={folderProblem}
          pending={plan.pending}
          onClose={plan.forget}
          onChoose={(how) => plan.save(how)}
        />
      )}
    </SetupFrame>
  );
};

/** Good for nearly everybody as they are. Opens by itself where something in it is wrong. */
const MoreChoices = ({ plan }: { readonly plan: PlanUse }): JSX.Element => {
  const { look } = plan;
  return (
    <details open={plan.errors.keep !== null}>
      <summary>{words.more}</summary>
      <div class="stack">
        <NumberField
          label={words.keep}
          unit={words.keepUnit}
          hint={words.keepHint}
          value={plan.typed.keep}
          error={plan.errors.keep}
          onInput={(text) => plan.type('keep', text)}
        />
        {look !== undefined && (
          <Select
            label={words.look}
            value={String(look)}
            choices={withCurrent(lookChoices, look).map((minutes) => ({
              value: String(minutes),
              label: settingsWords.every(minutes),
            }))}
            onChange={(minutes) => (draft.look.value = Number(minutes))}
          />
        )}
      </div>
    </details>
  );
};

const StartWithComputer = (): JSX.Element => (
  <div class="card">
    <div class="choice">
      <input
        id="login"
        type="checkbox"
        checked={draft.login.value}
        aria-describedby="login-hint"
        onChange={(event) => (draft.login.value = event.currentTarget.checked)}
      />
      <label for="login" class="strong">
        {words.login}
      </label>
      <div id="login-hint" class="hint quiet small">
        {words.loginHint}
      </div>
    </div>
  </div>
);
