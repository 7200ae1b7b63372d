import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { UserSettings } from '../../src/shared/user-settings.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Icon, type IconName } from '../base/components/icon.tsx';
import { asksForSheet } from '../base/overlay.ts';
import { now } from '../base/now.ts';
import { goTo } from '../base/route.ts';
import { forgetDraft, goBack } from './draft.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatDay } from '../../src/messages/dates.ts';

interface FinishedPageProps {
  readonly place: Place;
  readonly state: WindowState;
}

interface Line {
  readonly icon: IconName;
  readonly text: string;
}

const linesOf = (state: WindowState, settings: UserSettings | null): readonly Line[] => {
  const { app, status } = state;
  return [
    ...(settings === null
      ? []
      : [
          {
            icon: 'search',
            text: messages.setup.finished.looks(messages.choices.every(settings.lookMinutes)),
          } as const,
          { icon: 'cloud', text: messages.setup.finished.keeps(settings.retentionDays, settings.keep) } as const,
        ]),
    ...(status.signIn === null
      ? []
      : [{ icon: 'key', text: messages.setup.finished.signIn(formatDay(status.signIn.until, now.value)) } as const]),
    { icon: 'bell', text: quietText(app) },
    { icon: 'restore', text: messages.setup.finished.restore },
    { icon: 'lock', text: messages.setup.finished.emergencyKit },
  ];
};

const quietText = ({ hasTray, platform }: WindowState['app']): string =>
  [
    messages.setup.finished.quiet,
    ...(hasTray
      ? [messages.setup.finished.icon, messages.setup.finished.where[platform]]
      : [messages.setup.finished.noTray]),
  ].join(' ');

/** What happens from now on, without anybody doing anything. */
export const FinishedPage = ({ place, state }: FinishedPageProps): JSX.Element => {
  const settings = useSignal<UserSettings | null>(null);
  useEffect(() => {
    void command('settings.read', {}).then((result) => {
      if (result.ok) settings.value = result.value;
    });
  }, []);
  const finish = async (): Promise<void> => {
    await command('setup.finish', {});
    goTo('home');
    forgetDraft();
  };
  const isSafe = state.status.newestVerified !== null;
  return (
    <SetupFrame
      place={place}
      title={isSafe ? messages.setup.finished.heading : messages.setup.finished.headingLater}
      onBack={() => goBack(place)}
      onNext={() => void finish()}
      nextLabel={messages.setup.finished.done}
      aside={<Button onClick={() => (asksForSheet.value = true)}>{messages.setup.finished.sheet}</Button>}
    >
      <ul class="card setup-lines">
        {linesOf(state, settings.value).map(({ icon, text }) => (
          <li key={icon}>
            <Icon name={icon} size={20} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </SetupFrame>
  );
};
