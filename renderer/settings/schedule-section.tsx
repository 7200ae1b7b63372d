import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { pauseOf } from '../../src/shared/standing.ts';
import { formatMoment } from '../../src/shared/words/format.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
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

const words = settingsWords.schedule;

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
    <SettingsSection title={words.heading} section="schedule">
      {pause !== null && (
        <div class="line-apart">
          <p>{words.paused(formatMoment(pause) ?? '')}</p>
          <Button onClick={() => void command('resume', {})}>{words.resume}</Button>
        </div>
      )}
      <Rows>
        <Select
          label={choicesWords.look}
          hint={words.lookHint}
          value={String(settings.lookMinutes)}
          choices={withCurrent(lookChoices, settings.lookMinutes).map((minutes) => ({
            value: String(minutes),
            label: choicesWords.every(minutes),
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
