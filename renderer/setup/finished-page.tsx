import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { UserSettings } from '../../src/shared/user-settings.ts';
import { choicesWords } from '../../src/shared/words/windows/choices.ts';
import { formatDay } from '../../src/shared/words/windows/prompt.ts';
import { setupWords } from '../../src/shared/words/windows/setup.ts';
import { command } from '../base/bridge.ts';
import { Icon, type IconName } from '../base/components/icon.tsx';
import { goTo } from '../base/route.ts';
import { forgetDraft, goBack } from './draft.ts';
import { SetupFrame } from './setup-frame.tsx';
import type { Place } from './steps.ts';

const words = setupWords.finished;

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
          { icon: 'search', text: words.looks(choicesWords.every(settings.lookMinutes)) } as const,
          { icon: 'cloud', text: words.keeps(settings.retentionDays, settings.keep) } as const,
        ]),
    ...(status.signIn === null ? [] : [{ icon: 'key', text: words.signIn(formatDay(status.signIn.until)) } as const]),
    { icon: 'bell', text: quietText(app) },
    { icon: 'restore', text: words.restore },
    { icon: 'lock', text: words.emergencyKit },
  ];
};

const quietText = ({ hasTray, platform }: WindowState['app']): string =>
  [words.quiet, ...(hasTray ? [words.icon, words.where[platform]] : [words.noTray])].join(' ');

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
      title={isSafe ? words.heading : words.headingLater}
      onBack={() => goBack(place)}
      onNext={() => void finish()}
      nextLabel={words.done}
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
