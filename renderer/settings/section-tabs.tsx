import type { JSX } from 'preact';
import { settingsSections, type SettingsSection } from '../base/route.ts';
import { messages } from '../../src/messages/windows.ts';

interface SectionTabsProps {
  /** Null: all of them are searched. */
  readonly shown: SettingsSection | null;
  /** Where Tab leads to. */
  readonly current: SettingsSection;
  readonly onShow: (section: SettingsSection) => void;
}

export const panelId = (section: SettingsSection): string => `settings-${section}`;
export const tabId = (section: SettingsSection): string => `settings-tab-${section}`;

const steps: Readonly<Record<string, (index: number) => number>> = {
  ArrowRight: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  Home: () => 0,
  End: () => -1,
};

/** One stop for Tab, whichever is shown; arrows walk from one to the next, and show it. */
export const SectionTabs = ({ shown, current, onShow }: SectionTabsProps): JSX.Element => (
  <div
    role="tablist"
    aria-label={messages.settings.sections.label}
    class="tabs"
    onKeyDown={(event) => {
      const next = steps[event.key]?.(settingsSections.indexOf(current));
      const section = next === undefined ? undefined : settingsSections.at(next % settingsSections.length);
      if (section === undefined) return;
      event.preventDefault();
      onShow(section);
      document.getElementById(tabId(section))?.focus();
    }}
  >
    {settingsSections.map((section) => (
      <button
        key={section}
        id={tabId(section)}
        type="button"
        role="tab"
        class="tab"
        aria-selected={section === shown}
        aria-controls={section === shown ? panelId(section) : undefined}
        tabIndex={section === current ? 0 : -1}
        onClick={() => onShow(section)}
      >
        {messages.settings.sections[section]}
      </button>
    ))}
  </div>
);
