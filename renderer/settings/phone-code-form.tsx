import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { Refused, ServiceChoice } from './service-choice.tsx';
import { useServices } from './use-services.ts';
import { messages } from '../../src/messages/windows.ts';

interface PhoneCodeFormProps {
  readonly chosen: readonly string[];
  readonly onSaved: () => Promise<void>;
  readonly onClose: () => void;
}

/** The phones that Home Assistant has now. What the code passes on its way is said before it is allowed. */
export const PhoneCodeForm = ({ chosen: before, onSaved, onClose }: PhoneCodeFormProps): JSX.Element => {
  const words = messages.settings.phoneCode;
  const { known, problem: unknown } = useServices('phone-code.services');
  const save = useCommand('phone-code.set');
  const chosen = useSignal(before);
  const isMissing = useSignal(false);
  const there = chosen.value.filter((name) => known?.includes(name) === true);
  const submit = async (): Promise<void> => {
    isMissing.value = there.length === 0;
    if (isMissing.value || save.pending) return;
    if ((await save.run({ notify: [...there] })).ok) await onSaved();
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
      {known === null ? (
        unknown === null && <p role="status">{words.looking}</p>
      ) : (
        <ServiceChoice
          title={messages.setting.phoneCodeNotify.label}
          hint={known.length === 0 ? words.noPhones : words.phones}
          names={known}
          chosen={there}
          onChoose={(names) => {
            chosen.value = names;
            isMissing.value = false;
          }}
        />
      )}
      <p class="small">{words.told}</p>
      <Refused reason={isMissing.value ? words.nobody : ''} problem={save.problem ?? unknown} />
      <div class="line">
        <Button type="submit" kind="primary" disabled={known === null} pending={save.pending}>
          {words.confirm}
        </Button>
        <Button onClick={onClose}>{messages.common.cancel}</Button>
      </div>
    </form>
  );
};
