import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Select } from '../base/components/select.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { lookChoices, withCurrent } from '../choices/offered.ts';
import { NumberField } from '../choices/number-field.tsx';
import { RetentionPreview } from '../choices/retention-preview.tsx';
import { draft, goBack, goToStep } from './draft.ts';
import { FolderChoice } from '../choices/folder-choice.tsx';
import { GoingDialog } from './going-ask.tsx';
import { useInvalidFocus } from './invalid-focus.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { usePlan, type PlanUse } from './use-plan.ts';

const words = setupWords.plan;
const { retention } = choicesWords;

interface PlanPageProps {
  readonly place: Place;
  readonly state: WindowState;
}

/** Folder, retention, schedule and start with the computer: good as they are, in view before the first byte goes up. */
export const PlanPage = ({ place, state }: PlanPageProps): JSX.Element => {
  const plan = usePlan(state, () => goToStep(place, 'first'));
  const { errors, folderProblem, going } = plan;
  const form = useInvalidFocus([errors.folder, errors.days, errors.keep].join('') || null);
  return (
    <SetupFrame
      place={place}
      title={words.heading}
      onBack={() => goBack(place)}
      onNext={plan.save}
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
          label={retention.days}
          unit={retention.daysUnit}
          hint={words.daysHint}
          value={plan.typed.days}
          error={errors.days}
          onInput={(text) => plan.type('days', text)}
        />
        <p class="setup-needs" role="status">
          {plan.needs}
        </p>
        <Copies plan={plan} copies={state.status.icloud.backups} />
        <MoreChoices plan={plan} />
      </div>
      {state.loginItem.supported && <StartWithComputer />}
      {plan.saveProblem && <ProblemCard problem={plan.saveProblem} alert actions={null} />}
      {folderProblem && (
        <FolderChoice problem={folderProblem} pending={plan.pending} onClose={plan.forget} onChoose={plan.confirm} />
      )}
      {going.isOpen && (
        <GoingDialog
          change={plan.retention}
          onClose={going.close}
          onSave={() => {
            going.close();
            plan.confirm();
          }}
        />
      )}
    </SetupFrame>
  );
};

interface CopiesProps {
  readonly plan: PlanUse;
  /** In iCloud, as far as was seen. */
  readonly copies: number;
}

/** Where copies of this home are, or may be: what these numbers do to them. A first set-up has nothing to say here. */
const Copies = ({ plan: { retention }, copies }: CopiesProps): JSX.Element | null => {
  if (retention.isKnown ? copies === 0 : !retention.isChanged) return null;
  return <RetentionPreview change={retention} />;
};

/** Good for nearly everybody as they are. Opens by itself where something in it is wrong. */
const MoreChoices = ({ plan }: { readonly plan: PlanUse }): JSX.Element => {
  const { look } = plan;
  return (
    <details open={plan.errors.keep !== null}>
      <summary>{words.more}</summary>
      <div class="stack">
        <NumberField
          label={retention.keep}
          unit={retention.keepUnit}
          hint={retention.keepHint}
          value={plan.typed.keep}
          error={plan.errors.keep}
          onInput={(text) => plan.type('keep', text)}
        />
        {look !== undefined && (
          <Select
            label={choicesWords.look}
            value={String(look)}
            choices={withCurrent(lookChoices, look).map((minutes) => ({
              value: String(minutes),
              label: choicesWords.every(minutes),
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
        {choicesWords.login.label}
      </label>
      <div id="login-hint" class="hint quiet small">
        {choicesWords.login.hint}
      </div>
    </div>
  </div>
);
