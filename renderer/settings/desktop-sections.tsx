import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DesktopView, ViewState } from '../../src/shared/contract/views.ts';
import type { Problem } from '../../src/shared/run-report.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Rows } from '../base/components/card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Switch } from '../base/components/switch.tsx';
import { SectionError, SettingsSection } from './section.tsx';
import { saveDesktop, saveLoginItem } from './use-settings.ts';

const words = settingsWords.notifications;

/** What the system may say in the app's name. */
export const NotificationsSection = ({ desktop }: { readonly desktop: DesktopView }): JSX.Element => {
  const problem = useSignal<Problem | null>(null);
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

/** Start with the computer, as the system answers, not as the user wishes. */
export const LoginSection = ({ state }: { readonly state: ViewState }): JSX.Element => {
  const problem = useSignal<Problem | null>(null);
  const { loginItem, app } = state;
  return (
    <SettingsSection title={loginWords.heading} section="login">
      {loginItem.supported ? (
        <Switch
          label={loginWords.label}
          hint={loginWords.hint}
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
    </SettingsSection>
  );
};
