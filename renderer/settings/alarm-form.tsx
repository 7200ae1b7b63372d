import type { JSX } from 'preact';
import { Select } from '../base/components/select.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { withCurrent } from '../choices/offered.ts';
import { ServiceForm } from './service-form.tsx';
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

/** After how long, and whom. */
export const AlarmForm = ({ after, notify, onSaved, onClose }: AlarmFormProps): JSX.Element => {
  const { after: length, looking, services, noServices, nobody, ...words } = messages.settings.alarm;
  const save = useCommand('alarm.set');
  const minutes = useSignal(after ?? usual);
  const submit = async (names: readonly string[]): Promise<void> => {
    if ((await save.run({ afterMinutes: minutes.value, notify: [...names] })).ok) await onSaved();
  };
  return (
    <ServiceForm
      list="alarm.services"
      chosen={notify}
      words={{
        title: messages.setting.alarmNotify.label,
        ...{ looking, some: services, none: noServices, nobody },
        confirm: after === null ? words.confirm : words.confirmChange,
      }}
      above={
        <Select
          label={messages.setting.alarmAfterMinutes.label}
          value={String(minutes.value)}
          choices={withCurrent(offered, minutes.value).map((each) => ({ value: String(each), label: length(each) }))}
          onChange={(value) => (minutes.value = Number(value))}
        />
      }
      saving={save}
      onSave={(names) => void submit(names)}
      onClose={onClose}
    />
  );
};
