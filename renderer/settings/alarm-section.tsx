import type { JSX } from 'preact';
import type { Status } from '../../src/shared/status.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { AlarmForm } from './alarm-form.tsx';
import { AlarmText } from './alarm-text.tsx';
import { SettingsSection } from './section.tsx';
import { confirmSaved, type SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

interface AlarmProps {
  readonly alarm: Status['telling']['alarm'];
  readonly use: SettingsUse;
}

/** The alarm that Home Assistant sounds though this computer is off: after how long, and whom it tells. */
export const AlarmSection = ({ alarm, use }: AlarmProps): JSX.Element => {
  const isAsking = useSignal(false);
  const words = messages.settings.alarm;
  const { alarmAfterMinutes: after, alarmNotify: notify } = use.settings;
  const saved = async (): Promise<void> => {
    isAsking.value = false;
    await use.reread();
    confirmSaved('alarm');
  };
  return (
    <SettingsSection title={words.heading} section="alarm">
      <p class="quiet small">{words.lead}</p>
      {after !== null && <p>{words.states[alarm](words.sounds(after, notify))}</p>}
      {after !== null && alarm === 'by-hand' && <AlarmText key={`${after} ${notify.join(' ')}`} />}
      {isAsking.value ? (
        <AlarmForm
          after={after}
          notify={notify}
          onSaved={saved}
          onClose={() => {
            isAsking.value = false;
          }}
        />
      ) : (
        <Actions isOn={after !== null} onAsk={() => (isAsking.value = true)} onRemoved={saved} />
      )}
    </SettingsSection>
  );
};

interface ActionsProps {
  readonly isOn: boolean;
  readonly onAsk: () => void;
  readonly onRemoved: () => Promise<void>;
}

const Actions = ({ isOn, onAsk, onRemoved }: ActionsProps): JSX.Element => {
  const words = messages.settings.alarm;
  const test = useCommand('alarm.test');
  const off = useCommand('alarm.off');
  const tested = useSignal<readonly string[]>([]);
  const problem = test.problem ?? off.problem;
  const sendTest = async (): Promise<void> => {
    tested.value = [];
    const sent = await test.run({});
    if (sent.ok) tested.value = sent.value;
  };
  const remove = async (): Promise<void> => {
    if ((await off.run({})).ok) await onRemoved();
  };
  return (
    <>
      <p role="status" class={tested.value.length > 0 ? 'small' : 'hidden'}>
        {tested.value.length > 0 ? words.tested(tested.value) : ''}
      </p>
      {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
      <div class="line">
        <Button icon="bell" onClick={onAsk}>
          {isOn ? words.change : words.make}
        </Button>
        {isOn && (
          <>
            <Button pending={test.pending} onClick={() => void sendTest()}>
              {words.test}
            </Button>
            <Button pending={off.pending} onClick={() => void remove()}>
              {words.remove}
            </Button>
          </>
        )}
      </div>
    </>
  );
};
