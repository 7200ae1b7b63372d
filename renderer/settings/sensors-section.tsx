import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import { Rows } from '../base/components/card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Switch } from '../base/components/switch.tsx';
import { now } from '../base/now.ts';
import { SectionError } from '../choices/section-error.tsx';
import { SettingsSection } from './section.tsx';
import type { SettingsUse } from './use-settings.ts';
import { formatWhen } from '../../src/messages/dates.ts';
import { messages } from '../../src/messages/windows.ts';

interface SensorsProps {
  readonly state: WindowState;
  readonly use: SettingsUse;
}

/** What Home Assistant shows of the backups: one device with sensors, as soon as the user wants it. */
export const SensorsSection = ({ state: { status }, use }: SensorsProps): JSX.Element => (
  <SettingsSection title={messages.settings.sensors.heading} section="sensors">
    {status.home === null ? (
      <p>{messages.settings.connection.none}</p>
    ) : (
      <>
        <Rows>
          <Switch
            label={messages.setting.sensors.label}
            hint={messages.setting.sensors.hint}
            checked={use.settings.sensors}
            onChange={(sensors) => void use.change('sensors', { sensors })}
          />
        </Rows>
        {status.telling.on && <Told status={status} />}
      </>
    )}
    <SectionError problem={use.problemOf('sensors')} />
  </SettingsSection>
);

const Told = ({ status: { telling, problems } }: Pick<WindowState, 'status'>): JSX.Element => {
  const words = messages.settings.sensors;
  const { device, toldAt, trouble } = telling;
  if (trouble !== null) {
    const known = problems.find(({ code }) => code === trouble);
    return (
      <div class="settings-note tone-warn" role="status">
        <Icon name="warning" size={18} />
        <div class="stack-tight">
          <p>{known ? known.title : words.trouble}</p>
          <p class="small">{known ? known.next : words.kept}</p>
        </div>
      </div>
    );
  }
  return (
    <p class="quiet small" role="status">
      {device === null || toldAt === null ? words.waiting : words.told(device, formatWhen(toldAt, now.value))}
    </p>
  );
};
