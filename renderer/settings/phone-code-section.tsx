import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { PhoneCodeForm } from './phone-code-form.tsx';
import { SettingsSection } from './section.tsx';
import { confirmSaved, type SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

/** Apple's code, typed on a phone: on which ones, and what is to be known before. */
export const PhoneCodeSection = ({ use }: { readonly use: SettingsUse }): JSX.Element => {
  const words = messages.settings.phoneCode;
  const isAsking = useSignal(false);
  const off = useCommand('phone-code.set');
  const { phoneCodeNotify: chosen } = use.settings;
  const saved = async (): Promise<void> => {
    isAsking.value = false;
    await use.reread();
    confirmSaved('phone-code');
  };
  const turnOff = async (): Promise<void> => {
    if ((await off.run({ notify: [] })).ok) await saved();
  };
  return (
    <SettingsSection title={words.heading} section="phone-code">
      <p class="quiet small">{words.lead}</p>
      {chosen.length > 0 && <p>{words.on(chosen)}</p>}
      {isAsking.value ? (
        <PhoneCodeForm chosen={chosen} onSaved={saved} onClose={() => (isAsking.value = false)} />
      ) : (
        <>
          {off.problem && <ProblemCard problem={off.problem} alert actions={null} isMain={false} />}
          <div class="line">
            <Button icon="key" onClick={() => (isAsking.value = true)}>
              {chosen.length > 0 ? words.change : words.choose}
            </Button>
            {chosen.length > 0 && (
              <Button pending={off.pending} onClick={() => void turnOff()}>
                {words.off}
              </Button>
            )}
          </div>
        </>
      )}
    </SettingsSection>
  );
};
