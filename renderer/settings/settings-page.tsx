import './settings.css';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../base/components/button.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { SearchField } from '../base/components/search-field.tsx';
import type { PageProps } from '../base/mount.tsx';
import { settingsSection, settingsSections, type SettingsSection } from '../base/route.ts';
import { useSignal } from '../base/signal.ts';
import { findCards } from './find-cards.ts';
import { ReviewCard } from './review-card.tsx';
import { panelId, SectionTabs, tabId } from './section-tabs.tsx';
import { sectionOf } from './sections.tsx';
import { useSettings } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

/** Everything that can be chosen, section by section, each thing saved when it is changed. */
export const SettingsPage = ({ state }: PageProps): JSX.Element => {
  const { use, problem, read } = useSettings();
  const wanted = useSignal('');
  const search = wanted.value.trim();
  const { room, found } = useFound(search);
  const current = settingsSection.value;
  const kept = useKept(current, search);
  return (
    <PageBody title={messages.settings.title}>
      <ReviewCard problem={state.status.problems.find(({ code }) => code === 'settings.broken')} />
      <div class="settings-head">
        <SectionTabs
          shown={search === '' ? current : null}
          current={current}
          onShow={(section) => {
            wanted.value = '';
            settingsSection.value = section;
          }}
        />
        <div role="search">
          <SearchField
            label={messages.settings.search}
            value={wanted.value}
            onInput={(text) => (wanted.value = text)}
          />
        </div>
      </div>
      {problem && <ProblemCard problem={problem} actions={<Button onClick={read}>{messages.settings.again}</Button>} />}
      {use === null && problem === null && <p role="status">{messages.settings.loading}</p>}
      <p role="status" class={found === 0 ? '' : 'hidden'}>
        {found === null ? '' : messages.settings.found(found)}
      </p>
      <div ref={room} class="settings-sections">
        {settingsSections
          .filter((section) => kept.has(section))
          .map((section) => (
            <Section
              key={section}
              section={section}
              isTab={search === ''}
              isHidden={search === '' && section !== current}
            >
              {sectionOf[section]({ state, use })}
            </Section>
          ))}
      </div>
    </PageBody>
  );
};

/** A section stays as it was left while another one is looked at: what is typed there and not saved is not lost. */
const useKept = (current: SettingsSection, search: string): ReadonlySet<SettingsSection> => {
  const kept = useRef(new Set<SettingsSection>());
  for (const section of search === '' ? [current] : settingsSections) kept.current.add(section);
  return kept.current;
};

interface SectionProps {
  readonly section: SettingsSection;
  /** Else it is among what was found. */
  readonly isTab: boolean;
  readonly isHidden: boolean;
  readonly children: JSX.Element;
}

const Section = ({ section, isTab, isHidden, children }: SectionProps): JSX.Element => (
  <div
    id={panelId(section)}
    hidden={isHidden}
    role={isTab ? 'tabpanel' : 'group'}
    aria-label={isTab ? undefined : messages.settings.sections[section]}
    aria-labelledby={isTab ? tabId(section) : undefined}
    class="settings-section"
  >
    {!isTab && (
      <div class="quiet small strong" aria-hidden="true">
        {messages.settings.sections[section]}
      </div>
    )}
    {children}
  </div>
);

interface Found {
  readonly room: { readonly current: HTMLDivElement | null };
  /** How many cards are shown; null: nothing is searched for. */
  readonly found: number | null;
}

/** Some cards come late, and some change while they are looked at: it is looked again whenever they do. */
const useFound = (search: string): Found => {
  const room = useRef<HTMLDivElement>(null);
  const found = useSignal<number | null>(null);
  useEffect(() => {
    const { current } = room;
    if (current === null) return undefined;
    const look = (): void => {
      const count = findCards([...current.querySelectorAll<HTMLElement>(':scope > div')], search);
      found.value = search === '' ? null : count;
    };
    look();
    const watch = new MutationObserver(look);
    watch.observe(current, { childList: true, subtree: true, characterData: true });
    return () => watch.disconnect();
  }, [search]);
  return { room, found: found.value };
};
