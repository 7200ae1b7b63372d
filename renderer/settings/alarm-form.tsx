import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Select } from '../base/components/select.tsx';
import { Tick } from '../base/components/tick.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { withCurrent } from '../choices/offered.ts';
import { messages } from '../../src/messages/windows.ts';

const dayMinutes = 1440;
const offered = [1, 2, 3, 7, 14].map((days) => days * dayMinutes);
const usual = 3 * dayMinutes;

interface AlarmFormProps {
  /** Minutes; null: there is no alarm yet. */
  readonly after: number | null;
  readonly notify: readonly string[];
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}

/** After how long, and whom: the names are those that Home Assistant has now. */
export const AlarmForm = ({ after, notify, onSaved, onClose }: AlarmFormProps): JSX.Element => {
  const words = messages.settings.alarm;
  const services = useCommand('alarm.services');
  const save = useCommand('alarm.set');
  const known = useSignal<readonly string[] | null>(null);
  const minutes = useSignal(after ?? usual);
  const chosen = useSignal(notify);
  const isMissing = useSignal(false);
  useEffect(() => {
    void services.run({}).then((answer) => {
      if (answer.ok) known.value = answer.value;
    });
  }, []);
  const there = chosen.value.filter((name) => known.value?.includes(name) === true);
  const submit = async (): Promise<void> => {
    isMissing.value = there.length === 0;
    if (isMissing.value || save.pending) return;
    if ((await save.run({ afterMinutes: minutes.value, notify: [...there] })).ok) await onSaved();
  };
  return (
    <form
      class="stack-small"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Select
        label={messages.setting.alarmAfterMinutes.label}
        value={String(minutes.value)}
        choices={withCurrent(offered, minutes.value).map((each) => ({
          value: String(each),
          label: words.after(each),
        }))}
        onChange={(value) => (minutes.value = Number(value))}
      />
      {known.value === null ? (
        services.problem === null && <p role="status">{words.looking}</p>
      ) : (
        <Services
          names={known.value}
          chosen={there}
          onChoose={(names) => {
            chosen.value = names;
            isMissing.value = false;
          }}
        />
      )}
      <Refused isMissing={isMissing.value} problem={save.problem ?? services.problem} />
      <div class="line">
        <Button type="submit" kind="primary" disabled={known.value === null} pending={save.pending}>
          {after === null ? words.confirm : words.confirmChange}
        </Button>
        <Button onClick={onClose}>{messages.common.cancel}</Button>
      </div>
    </form>
  );
};

interface RefusedProps {
  readonly isMissing: boolean;
  readonly problem: WindowProblem | null;
}

const Refused = ({ isMissing, problem }: RefusedProps): JSX.Element => (
  <>
    <div role="alert" class="error small">
      {isMissing ? messages.settings.alarm.nobody : ''}
    </div>
    {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
  </>
);

interface ServicesProps {
  readonly names: readonly string[];
  readonly chosen: readonly string[];
  readonly onChoose: (names: readonly string[]) => void;
}

const Services = ({ names, chosen, onChoose }: ServicesProps): JSX.Element => (
  <fieldset class="ticks">
    <legend class="strong">{messages.setting.alarmNotify.label}</legend>
    <p class="quiet small">
      {names.length === 0 ? messages.settings.alarm.noServices : messages.settings.alarm.services}
    </p>
    {names.map((name) => (
      <Tick
        key={name}
        label={name}
        isOn={chosen.includes(name)}
        onChange={(isOn) => onChoose(isOn ? [...chosen, name] : chosen.filter((one) => one !== name))}
      />
    ))}
  </fieldset>
);
