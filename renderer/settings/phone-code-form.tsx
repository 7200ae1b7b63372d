import type { JSX } from 'preact';
import { useCommand } from '../base/use-command.ts';
import { ServiceForm } from './service-form.tsx';
import { messages } from '../../src/messages/windows.ts';

interface PhoneCodeFormProps {
  readonly chosen: readonly string[];
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}

/** The phones that Home Assistant has now. What the code passes on its way is said before it is allowed. */
export const PhoneCodeForm = ({ chosen, onSaved, onClose }: PhoneCodeFormProps): JSX.Element => {
  const { looking, phones, noPhones, told, nobody, confirm } = messages.settings.phoneCode;
  const save = useCommand('phone-code.set');
  const submit = async (notify: readonly string[]): Promise<void> => {
    if ((await save.run({ notify: [...notify] })).ok) await onSaved();
  };
  return (
    <ServiceForm
      list="phone-code.services"
      chosen={chosen}
      words={{ title: messages.setting.phoneCodeNotify.label, looking, some: phones, none: noPhones, nobody, confirm }}
      below={<p class="small">{told}</p>}
      saving={save}
      onSave={(names) => void submit(names)}
      onClose={onClose}
    />
  );
};
