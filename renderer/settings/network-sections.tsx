import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Row, Rows } from '../base/components/card.tsx';
import { Select } from '../base/components/select.tsx';
import { errorText, SectionError } from '../choices/section-error.tsx';
import { CommitField } from './commit-field.tsx';
import { speedChoiceOf, speedChoices } from '../choices/offered.ts';
import { SettingsSection } from './section.tsx';
import type { SettingsUse } from './use-settings.ts';

interface SectionProps {
  readonly use: SettingsUse;
}

const bandwidthWords = settingsWords.bandwidth;

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
    <SettingsSection title={bandwidthWords.heading} section="bandwidth">
      <Select
        label={bandwidthWords.limit}
        hint={bandwidthWords.hint}
        value={choice}
        choices={[
          { value: '', label: bandwidthWords.none },
          ...speedChoices.map((speed) => ({ value: speed, label: bandwidthWords.preset(speed) })),
          { value: 'own', label: bandwidthWords.other },
        ]}
        onChange={choose}
      />
      {choice === 'own' ? (
        <CommitField
          label={bandwidthWords.rule}
          hint={bandwidthWords.ruleHint}
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

const words = settingsWords.network;

/** The way to iCloud and to Home Assistant where it is not a plain one. */
export const NetworkSection = ({ use }: SectionProps): JSX.Element => {
  const { settings, change, problemOf } = use;
  const choose = async (): Promise<void> => {
    const chosen = await command('setup.choose-ca-file', {});
    if (chosen.ok && chosen.value !== null) await change('network', { caFile: chosen.value });
  };
  return (
    <SettingsSection title={words.heading} section="network">
      <CommitField
        label={words.proxy}
        hint={words.proxyHint}
        value={settings.proxy}
        error={errorText(problemOf('proxy'))}
        onCommit={(proxy) => change('network', { proxy })}
      />
      <Rows>
        <Row
          label={words.caFile}
          hint={
            <>
              {words.caFileHint}
              <br />
              <span class="selectable">{settings.caFile ?? words.noFile}</span>
            </>
          }
        >
          <Button icon="folder" onClick={() => void choose()}>
            {words.choose}
          </Button>
          {settings.caFile !== null && (
            <Button label={words.clearFile} onClick={() => void change('network', { caFile: null })}>
              {words.clear}
            </Button>
          )}
        </Row>
      </Rows>
      <SectionError problem={problemOf('caFile')} />
    </SettingsSection>
  );
};
