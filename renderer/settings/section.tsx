import type { ComponentChildren, JSX } from 'preact';
import { Card } from '../base/components/card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { useSecond } from '../base/now.ts';
import { saved, type Section } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

interface SettingsSectionProps {
  readonly title: string;
  readonly section?: Section;
  readonly children: ComponentChildren;
}

export const SettingsSection = ({ title, section, children }: SettingsSectionProps): JSX.Element => (
  <Card title={title} aside={section && <SavedMark section={section} />}>
    {children}
  </Card>
);

/** Long enough to be seen by somebody who looks up from the field. */
const shownMs = 4000;

/** "Saved", beside the heading of what was saved, for a moment. */
const SavedMark = ({ section }: { readonly section: Section }): JSX.Element => {
  const mark = saved.value?.section === section ? saved.value : null;
  return (
    <span role="status" class="saved-mark small">
      {mark && <SavedSince at={mark.at} />}
    </span>
  );
};

const SavedSince = ({ at }: { readonly at: number }): JSX.Element | null =>
  useSecond().getTime() - at < shownMs ? (
    <>
      <Icon name="check" size={14} />
      {messages.choices.saved}
    </>
  ) : null;
