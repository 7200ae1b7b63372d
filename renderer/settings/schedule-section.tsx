import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ViewState } from '../../src/shared/contract/views.ts';
import type { Problem } from '../../src/shared/run-report.ts';
import { formatMoment } from '../../src/shared/words/format.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Rows } from '../base/components/card.tsx';
import { Select } from '../base/components/select.tsx';
import { Switch } from '../base/components/switch.tsx';
import { createChoices, lookChoices, withCurrent } from './choices.ts';
import { SectionError, SettingsSection } from './section.tsx';
import { saveDesktop, type SettingsUse } from './use-settings.ts';

const words = settingsWords.schedule;

interface ScheduleSectionProps {
  readonly state: ViewState;
  readonly use: SettingsUse;
}

const asNumber = (value: string): number | null => (value === '' ? null : Number(value));

/** When this computer looks, what it asks of Home Assistant, and when it does nothing. */
export const ScheduleSection = ({ state, use }: ScheduleSectionProps): JSX.Element => {
  const { settings, change, problemOf } = use;
  const problem = useSignal<Problem | null>(null);
  const { pausedUntil } = state.status;
  return (
    <SettingsSection title={words.heading} section="schedule">
      {pausedUntil !== null && (
        <div class="line-apart">
          <p>{words.paused(formatMoment(pausedUntil) ?? '')}</p>
          <Button onClick={() => void command('resume', {})}>{words.resume}</Button>
        </div>
      )}
      <Rows>
        <Select
          label={words.look}
          hint={words.lookHint}
          value={String(settings.lookMinutes)}
          choices={withCurrent(lookChoices, settings.lookMinutes).map((minutes) => ({
            value: String(minutes),
            label: settingsWords.every(minutes),
          }))}
          onChange={(minutes) => void change('schedule', { lookMinutes: Number(minutes) })}
        />
        <Select
          label={words.create}
          hint={words.createHint}
          value={String(settings.createIfOlderThanHours ?? '')}
          choices={withCurrent(createChoices, settings.createIfOlderThanHours).map((hours) => ({
            value: String(hours ?? ''),
            label: settingsWords.older(hours),
          }))}
          onChange={(hours) => void change('schedule', { createIfOlderThanHours: asNumber(hours) })}
        />
        <Switch
          label={words.encrypted}
          hint={words.encryptedHint}
          checked={settings.requireProtected}
          onChange={(requireProtected) => void change('schedule', { requireProtected })}
        />
        <Switch
          label={words.battery}
          hint={words.batteryHint}
          checked={state.desktop.pauseOnBattery}
          onChange={(pauseOnBattery) => {
            void saveDesktop('schedule', { pauseOnBattery }).then((refused) => (problem.value = refused));
          }}
        />
      </Rows>
      <SectionError problem={problemOf('lookMinutes', 'createIfOlderThanHours', 'requireProtected') ?? problem.value} />
    </SettingsSection>
  );
};
