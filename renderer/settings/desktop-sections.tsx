import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Rows } from '../base/components/card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Switch } from '../base/components/switch.tsx';
import type { PageProps } from '../base/mount.tsx';
import { errorText, SectionError } from '../choices/section-error.tsx';
import { CommitField } from './commit-field.tsx';
import { SettingsSection } from './section.tsx';
import { saveDesktop, saveLoginItem, type SettingsUse } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

/** What the system may say in the app's name. */
export const NotificationsSection = ({ state: { desktop, app } }: PageProps): JSX.Element => {
  const problem = useSignal<WindowProblem | null>(null);
  const save = (change: Parameters<typeof saveDesktop>[1]): void => {
    void saveDesktop('notifications', change).then((refused) => (problem.value = refused));
  };
  return (
    <SettingsSection title={messages.settings.notifications.heading} section="notifications">
      <Rows>
        <Switch
          label={messages.desktopSetting.notifyProblems.label}
          hint={messages.desktopSetting.notifyProblems.hint}
          checked={desktop.notifyProblems}
          onChange={(notifyProblems) => {
            save({ notifyProblems });
          }}
        />
        <Switch
          label={messages.desktopSetting.notifySignIn.label}
          hint={messages.desktopSetting.notifySignIn.hint}
          checked={desktop.notifySignIn}
          onChange={(notifySignIn) => {
            save({ notifySignIn });
          }}
        />
        <Switch
          label={messages.desktopSetting.notifySuccess.label}
          checked={desktop.notifySuccess}
          onChange={(notifySuccess) => {
            save({ notifySuccess });
          }}
        />
      </Rows>
      <p class="quiet small">{messages.settings.notifications.system[app.platform]}</p>
      <SectionError problem={problem.value} />
    </SettingsSection>
  );
};

interface ComputerSectionProps {
  readonly state: WindowState;
  /** Null until the settings were read. */
  readonly use: SettingsUse | null;
}

/** What concerns this computer alone: its name on the copies, whether the app starts with it, and whether it is up to date. */
export const ComputerSection = ({ state, use }: ComputerSectionProps): JSX.Element => (
  <SettingsSection title={messages.settings.computer.heading} section="computer">
    {use && (
      <CommitField
        label={messages.setting.computerName.label}
        hint={messages.setting.computerName.hint}
        value={use.settings.computerName}
        error={errorText(use.problemOf('computerName'))}
        onCommit={(name) => use.change('computer', { computerName: name ?? '' })}
      />
    )}
    <Login state={state} />
    <Updates state={state} />
  </SettingsSection>
);

/** Start with the computer, as the system answers, not as the user wishes. */
const Login = ({ state: { loginItem, app } }: { readonly state: WindowState }): JSX.Element => {
  const problem = useSignal<WindowProblem | null>(null);
  return (
    <>
      {loginItem.supported ? (
        <Switch
          label={messages.choices.login.label}
          hint={messages.choices.login.hint}
          checked={loginItem.enabled}
          onChange={(enabled) => {
            void saveLoginItem(enabled).then((refused) => (problem.value = refused));
          }}
        />
      ) : (
        <p>{messages.settings.login.unsupported}</p>
      )}
      {loginItem.refused && (
        <div class="settings-note tone-warn" role="status">
          <Icon name="warning" size={18} />
          <div class="stack-small">
            <p>{messages.settings.login.refused[app.platform]}</p>
            <div>
              <Button icon="external" onClick={() => void command('open', { place: 'login-items' })}>
                {messages.settings.login.open[app.platform]}
              </Button>
            </div>
          </div>
        </div>
      )}
      <SectionError problem={problem.value} />
    </>
  );
};

/** A program that is published nowhere has nobody to ask. */
const Updates = ({ state: { desktop, update } }: { readonly state: WindowState }): JSX.Element | null => {
  const problem = useSignal<WindowProblem | null>(null);
  if (desktop.checkUpdates === null) return null;
  return (
    <>
      <Switch
        label={messages.desktopSetting.checkUpdates.label}
        hint={messages.desktopSetting.checkUpdates.hint}
        checked={desktop.checkUpdates}
        onChange={(checkUpdates) => {
          void saveDesktop('computer', { checkUpdates }).then((refused) => (problem.value = refused));
        }}
      />
      {update && (
        <div class="settings-note tone-info" role="status">
          <Icon name="info" size={18} />
          <div class="stack-small">
            <p>{messages.settings.updates.available(update.version)}</p>
            <div>
              <Button icon="external" onClick={() => void command('open', { place: 'release' })}>
                {messages.settings.updates.open}
              </Button>
            </div>
          </div>
        </div>
      )}
      <SectionError problem={problem.value} />
    </>
  );
};
