import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
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
import { messages } from '../../src/messages/windows.ts';

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
      title={messages.setup.plan.heading}
      onBack={() => goBack(place)}
      onNext={plan.save}
      pending={plan.pending}
    >
      <p class="setup-lead">{messages.setup.plan.lead}</p>
      {plan.readProblem && <ProblemCard problem={plan.readProblem} actions={null} />}
      <div class="card setup-plan" ref={form}>
        <TextField
          label={messages.setup.plan.folder}
          hint={messages.setup.plan.folderHint}
          name="folder"
          value={plan.typed.folder}
          error={errors.folder}
          onInput={(text) => plan.type('folder', text)}
        />
        <NumberField
          label={messages.setting.retentionDays.label}
          unit={messages.choices.retention.daysUnit}
          hint={messages.setup.plan.daysHint}
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

/** Good for nearly everybody as they are. Opens automatically where something in it is wrong. */
const MoreChoices = ({ plan }: { readonly plan: PlanUse }): JSX.Element => {
  const { look } = plan;
  return (
    <details open={plan.errors.keep !== null}>
      <summary>{messages.setup.plan.more}</summary>
      <div class="stack">
        <NumberField
          label={messages.setting.keep.label}
          unit={messages.choices.retention.keepUnit}
          hint={messages.setting.keep.hint}
          value={plan.typed.keep}
          error={plan.errors.keep}
          onInput={(text) => plan.type('keep', text)}
        />
        {look !== undefined && (
          <Select
            label={messages.setting.lookMinutes.label}
            value={String(look)}
            choices={withCurrent(lookChoices, look).map((minutes) => ({
              value: String(minutes),
              label: messages.choices.every(minutes),
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
        {messages.choices.login.label}
      </label>
      <div id="login-hint" class="hint quiet small">
        {messages.choices.login.hint}
      </div>
    </div>
  </div>
);
