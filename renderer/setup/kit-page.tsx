import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { KeyFields, neededFrom, useKeyDraft } from '../choices/key-fields.tsx';
import { draft, goBack, goToStep } from './draft.ts';
import { useInvalidFocus } from './invalid-focus.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';

/** Where the backups are encrypted: their key is worth as much as they are, and Home Assistant may be gone one day. */
export const KitPage = ({ place }: { readonly place: Place }): JSX.Element => {
  const confirm = useCommand('sheet.confirm');
  const open = useCommand('open');
  const error = useSignal<string | null>(null);
  const form = useInvalidFocus(error.value);
  const words = messages.setup.kit;
  const onward = (): void => goToStep(place, 'account');
  const next = async (): Promise<void> => {
    error.value = draft.kitSaved.value ? null : words.need;
    if (draft.kitSaved.value && (await confirm.run({})).ok) onward();
  };
  return (
    <SetupFrame
      place={place}
      title={words.heading}
      onBack={() => goBack(place)}
      onNext={() => void next()}
      pending={confirm.pending}
      aside={<Button onClick={onward}>{words.later}</Button>}
    >
      <p class="setup-lead">{words.lead}</p>
      <div class="card" ref={form}>
        <p>{words.where}</p>
        <div>
          <Button icon="external" pending={open.pending} onClick={() => void open.run({ place: 'home-assistant-kit' })}>
            {words.open}
          </Button>
        </div>
        {open.problem && <ProblemCard problem={open.problem} alert actions={null} isMain={false} />}
        <Saved
          error={error.value}
          onChange={(isOn) => {
            draft.kitSaved.value = isOn;
            error.value = null;
          }}
        />
      </div>
      <KitCheck />
      {confirm.problem && <ProblemCard problem={confirm.problem} alert actions={null} />}
    </SetupFrame>
  );
};

interface SavedProps {
  readonly error: string | null;
  readonly onChange: (isOn: boolean) => void;
}

const Saved = ({ error, onChange }: SavedProps): JSX.Element => (
  <div class="choice">
    <input
      id="kit-saved"
      type="checkbox"
      checked={draft.kitSaved.value}
      aria-invalid={error !== null}
      aria-describedby="kit-saved-hint"
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
    <label for="kit-saved" class="strong">
      {messages.setup.kit.have}
    </label>
    <div id="kit-saved-hint" class={error === null ? 'hint quiet small' : 'hint error small'}>
      {error ?? messages.setup.kit.laterHint}
    </div>
  </div>
);

/** A kit of another day, or of another home, is found out while the right one can still be had. */
const KitCheck = (): JSX.Element => {
  const { run, pending, problem } = useCommand('keys.check');
  const key = useKeyDraft();
  const said = useSignal<string | null>(null);
  const words = messages.setup.kit;
  const check = async (): Promise<void> => {
    const given = neededFrom(key);
    said.value = null;
    if (given === undefined) return;
    const result = await run({ key: given });
    if (!result.ok || result.value === null) return;
    const told = result.value.keys.map(({ isPresent }) => isPresent);
    said.value = told.includes(true) ? words.fits : told.includes(null) ? words.untold : words.other;
  };
  return (
    <details class="setup-fold">
      <summary>{words.check}</summary>
      <div class="stack">
        <KeyFields draft={key} />
        <div>
          <Button pending={pending} onClick={() => void check()}>
            {words.checkNow}
          </Button>
        </div>
        <p role="status" class="strong">
          {said.value}
        </p>
        {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
      </div>
    </details>
  );
};
