import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Row, Rows } from '../base/components/card.tsx';
import { Select } from '../base/components/select.tsx';
import { errorText, SectionError } from '../choices/section-error.tsx';
import { CommitField } from './commit-field.tsx';
import { speedChoiceOf, speedChoices } from '../choices/offered.ts';
import { SettingsSection } from './section.tsx';
import type { SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

interface SectionProps {
  readonly use: SettingsUse;
}

/** A few speeds, and any rule that rclone knows. */
export const BandwidthSection = ({ use }: SectionProps): JSX.Element => {
  const { settings, change, problemOf } = use;
  const stored = speedChoiceOf(settings.bandwidth);
  const wantsOwn = useSignal(false);
  const choice = wantsOwn.value ? 'own' : stored;
  const choose = (next: string): void => {
    wantsOwn.value = next === 'own';
    if (next !== 'own') void change('bandwidth', { bandwidth: next === '' ? null : `${next}M` });
  };
  return (
    <SettingsSection title={messages.settings.bandwidth.heading} section="bandwidth">
      <Select
        label={messages.setting.bandwidth.label}
        hint={messages.setting.bandwidth.hint}
        value={choice}
        choices={[
          { value: '', label: messages.settings.bandwidth.none },
          ...speedChoices.map((speed) => ({ value: speed, label: messages.settings.bandwidth.preset(speed) })),
          { value: 'own', label: messages.settings.bandwidth.other },
        ]}
        onChange={choose}
      />
      {choice === 'own' ? (
        <CommitField
          label={messages.settings.bandwidth.rule}
          hint={messages.settings.bandwidth.ruleHint}
          value={settings.bandwidth}
          error={errorText(problemOf('bandwidth'))}
          onCommit={(bandwidth) => change('bandwidth', { bandwidth })}
        />
      ) : (
        <SectionError problem={problemOf('bandwidth')} />
      )}
    </SettingsSection>
  );
};

/** The way to iCloud and to Home Assistant where it is not a plain one. */
export const NetworkSection = ({ use }: SectionProps): JSX.Element => {
  const { settings, change, problemOf } = use;
  const choose = async (): Promise<void> => {
    const chosen = await command('setup.choose-ca-file', {});
    if (chosen.ok && chosen.value !== null) await change('network', { caFile: chosen.value });
  };
  return (
    <SettingsSection title={messages.settings.network.heading} section="network">
      <CommitField
        label={messages.setting.proxy.label}
        hint={messages.setting.proxy.hint}
        value={settings.proxy}
        error={errorText(problemOf('proxy'))}
        onCommit={(proxy) => change('network', { proxy })}
      />
      <Rows>
        <Row
          label={messages.setting.caFile.label}
          hint={
            <>
              {messages.setting.caFile.hint}
              <br />
              <span class="selectable">{settings.caFile ?? messages.settings.network.noFile}</span>
            </>
          }
        >
          <Button icon="folder" onClick={() => void choose()}>
            {messages.settings.network.choose}
          </Button>
          {settings.caFile !== null && (
            <Button
              label={messages.settings.network.clearFile}
              onClick={() => void change('network', { caFile: null })}
            >
              {messages.settings.network.clear}
            </Button>
          )}
        </Row>
      </Rows>
      <SectionError problem={problemOf('caFile')} />
    </SettingsSection>
  );
};
