import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { pauseOf } from '../../src/shared/status-rules.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Rows } from '../base/components/card.tsx';
import { Select } from '../base/components/select.tsx';
import { Switch } from '../base/components/switch.tsx';
import { now } from '../base/now.ts';
import { SectionError } from '../choices/section-error.tsx';
import { createChoices, lookChoices, withCurrent } from '../choices/offered.ts';
import { SettingsSection } from './section.tsx';
import { saveDesktop, type SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatMoment } from '../../src/messages/dates.ts';

interface ScheduleSectionProps {
  readonly state: WindowState;
  readonly use: SettingsUse;
}

const asNumber = (value: string): number | null => (value === '' ? null : Number(value));

/** When this computer looks, what it asks of Home Assistant, and when it does nothing. */
export const ScheduleSection = ({ state, use }: ScheduleSectionProps): JSX.Element => {
  const { settings, change, problemOf } = use;
  const problem = useSignal<WindowProblem | null>(null);
  const pause = pauseOf(state.status, now.value);
  return (
    <SettingsSection title={messages.settings.schedule.heading} section="schedule">
      {pause !== null && (
        <div class="line-apart">
          <p>{messages.settings.schedule.paused(formatMoment(pause, now.value) ?? '')}</p>
          <Button onClick={() => void command('resume', {})}>{messages.settings.schedule.resume}</Button>
        </div>
      )}
      <Rows>
        <Select
          label={messages.setting.lookMinutes.label}
          hint={messages.setting.lookMinutes.hint}
          value={String(settings.lookMinutes)}
          choices={withCurrent(lookChoices, settings.lookMinutes).map((minutes) => ({
            value: String(minutes),
            label: messages.choices.every(minutes),
          }))}
          onChange={(minutes) => void change('schedule', { lookMinutes: Number(minutes) })}
        />
        <Select
          label={messages.setting.createIfOlderThanHours.label}
          hint={messages.setting.createIfOlderThanHours.hint}
          value={String(settings.createIfOlderThanHours ?? '')}
          choices={withCurrent(createChoices, settings.createIfOlderThanHours).map((hours) => ({
            value: String(hours ?? ''),
            label: messages.settings.older(hours),
          }))}
          onChange={(hours) => void change('schedule', { createIfOlderThanHours: asNumber(hours) })}
        />
        <Switch
          label={messages.setting.requireProtected.label}
          hint={messages.setting.requireProtected.hint}
          checked={settings.requireProtected}
          onChange={(requireProtected) => void change('schedule', { requireProtected })}
        />
        <Switch
          label={messages.setting.monthlyTest.label}
          hint={messages.setting.monthlyTest.hint}
          checked={settings.monthlyTest}
          onChange={(monthlyTest) => void change('schedule', { monthlyTest })}
        />
        <Switch
          label={messages.desktopSetting.pauseOnBattery.label}
          hint={messages.desktopSetting.pauseOnBattery.hint}
          checked={state.desktop.pauseOnBattery}
          onChange={(pauseOnBattery) => {
            void saveDesktop('schedule', { pauseOnBattery }).then((refused) => (problem.value = refused));
          }}
        />
      </Rows>
      <SectionError
        problem={problemOf('lookMinutes', 'createIfOlderThanHours', 'requireProtected', 'monthlyTest') ?? problem.value}
      />
    </SettingsSection>
  );
};
