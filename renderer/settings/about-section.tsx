import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AboutView } from '../../src/shared/contract/views.ts';
import type { Place } from '../../src/shared/contract/places.ts';
import { Button } from '../base/components/button.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { SectionError } from '../choices/section-error.tsx';
import { SettingsSection } from './section.tsx';
import { messages } from '../../src/messages/windows.ts';

const folders: readonly ('data' | 'logs' | 'licences')[] = ['data', 'logs', 'licences'];

/** Which versions of what this program is made of, under which licences, and where it keeps its own things. */
export const AboutSection = (): JSX.Element => {
  const words = messages.settings.about;
  const about = useSignal<AboutView | null>(null);
  const [read, copy, open] = [useCommand('about.read'), useCommand('about.copy'), useCommand('open')];
  const copied = useSignal(false);
  useEffect(() => {
    void read.run({}).then((answer) => {
      if (answer.ok) about.value = answer.value;
    });
  }, []);
  const copyAll = async (): Promise<void> => {
    copied.value = false;
    copied.value = (await copy.run({})).ok;
  };
  const show = (place: Place): void => void open.run({ place });
  return (
    <SettingsSection title={words.heading}>
      {about.value && <Versions about={about.value} />}
      <p class="quiet small">{words.licence}</p>
      <div class="line">
        <Button icon="copy" pending={copy.pending} onClick={() => void copyAll()}>
          {words.copy}
        </Button>
        {folders.map((place) => (
          <Button key={place} icon="folder" onClick={() => show(place)}>
            {messages.cures[place]}
          </Button>
        ))}
      </div>
      <p role="status" class="quiet small">
        {copied.value ? words.copied : ''}
      </p>
      <SectionError problem={open.problem ?? copy.problem ?? read.problem} />
    </SettingsSection>
  );
};

const parts = ['app', 'electron', 'chromium', 'node', 'rclone', 'system'] as const;

const Versions = ({ about }: { readonly about: AboutView }): JSX.Element => (
  <dl class="about-versions selectable">
    {parts.map((part) =>
      about[part] === null ? null : (
        <div key={part} class="about-version">
          <dt class="quiet small">{messages.settings.about.parts[part]}</dt>
          <dd>{about[part]}</dd>
        </div>
      ),
    )}
  </dl>
);
