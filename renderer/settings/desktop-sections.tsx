import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { DesktopView, WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Rows } from '../base/components/card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Switch } from '../base/components/switch.tsx';
import { errorText, SectionError } from '../choices/section-error.tsx';
import { CommitField } from './commit-field.tsx';
import { SettingsSection } from './section.tsx';
import { saveDesktop, saveLoginItem, type SettingsUse } from './use-settings.ts';

const words = settingsWords.notifications;

/** What the system may say in the app's name. */
export const NotificationsSection = ({ desktop }: { readonly desktop: DesktopView }): JSX.Element => {
  const problem = useSignal<WindowProblem | null>(null);
  const save = (change: Parameters<typeof saveDesktop>[1]): void => {
    void saveDesktop('notifications', change).then((refused) => (problem.value = refused));
  };
  return (
    <SettingsSection title={words.heading} section="notifications">
      <Rows>
        <Switch
          label={words.problems}
          hint={words.problemsHint}
          checked={desktop.notifyProblems}
          onChange={(notifyProblems) => {
            save({ notifyProblems });
          }}
        />
        <Switch
          label={words.signIn}
          hint={words.signInHint}
          checked={desktop.notifySignIn}
          onChange={(notifySignIn) => {
            save({ notifySignIn });
          }}
        />
        <Switch
          label={words.success}
          checked={desktop.notifySuccess}
          onChange={(notifySuccess) => {
            save({ notifySuccess });
          }}
        />
      </Rows>
      <SectionError problem={problem.value} />
    </SettingsSection>
  );
};

const loginWords = settingsWords.login;
const computerWords = settingsWords.computer;

interface ComputerSectionProps {
  readonly state: WindowState;
  /** Null until the settings were read. */
  readonly use: SettingsUse | null;
}

/** What concerns this computer alone: its name on the copies, and whether the app starts with it. */
export const ComputerSection = ({ state, use }: ComputerSectionProps): JSX.Element => (
  <SettingsSection title={computerWords.heading} section="computer">
    {use && (
      <CommitField
        label={computerWords.name}
        hint={computerWords.nameHint}
        value={use.settings.computerName}
        error={errorText(use.problemOf('computerName'))}
        onCommit={(name) => use.change('computer', { computerName: name ?? '' })}
      />
    )}
    <Login state={state} />
  </SettingsSection>
);

/** Start with the computer, as the system answers, not as the user wishes. */
const Login = ({ state: { loginItem, app } }: { readonly state: WindowState }): JSX.Element => {
  const problem = useSignal<WindowProblem | null>(null);
  return (
    <>
      {loginItem.supported ? (
        <Switch
          label={choicesWords.login.label}
          hint={choicesWords.login.hint}
          checked={loginItem.enabled}
          onChange={(enabled) => {
            void saveLoginItem(enabled).then((refused) => (problem.value = refused));
          }}
        />
      ) : (
        <p>{loginWords.unsupported}</p>
      )}
      {loginItem.refused && (
        <div class="settings-note tone-warn" role="status">
          <Icon name="warning" size={18} />
          <div class="stack-small">
            <p>{loginWords.refused[app.platform]}</p>
            <div>
              <Button icon="external" onClick={() => void command('open', { place: 'login-items' })}>
                {loginWords.open[app.platform]}
              </Button>
            </div>
          </div>
        </div>
      )}
      <SectionError problem={problem.value} />
    </>
  );
};
