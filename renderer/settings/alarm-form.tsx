import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Select } from '../base/components/select.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { withCurrent } from '../choices/offered.ts';
import { Refused, ServiceChoice } from './service-choice.tsx';
import { useServices } from './use-services.ts';
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
  const { known, problem: unknown } = useServices('alarm.services');
  const save = useCommand('alarm.set');
  const minutes = useSignal(after ?? usual);
  const chosen = useSignal(notify);
  const isMissing = useSignal(false);
  const there = chosen.value.filter((name) => known?.includes(name) === true);
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
      {known === null ? (
        unknown === null && <p role="status">{words.looking}</p>
      ) : (
        <ServiceChoice
          title={messages.setting.alarmNotify.label}
          hint={known.length === 0 ? words.noServices : words.services}
          names={known}
          chosen={there}
          onChoose={(names) => {
            chosen.value = names;
            isMissing.value = false;
          }}
        />
      )}
      <Refused reason={isMissing.value ? words.nobody : ''} problem={save.problem ?? unknown} />
      <div class="line">
        <Button type="submit" kind="primary" disabled={known === null} pending={save.pending}>
          {after === null ? words.confirm : words.confirmChange}
        </Button>
        <Button onClick={onClose}>{messages.common.cancel}</Button>
      </div>
    </form>
  );
};
