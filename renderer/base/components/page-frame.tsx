import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Page } from '../../../src/shared/contract/places.ts';
import type { WindowState } from '../../../src/shared/contract/views.ts';
import { command } from '../bridge.ts';
import { goTo } from '../route.ts';
import { Icon, type IconName } from './icon.tsx';
import { messages } from '../../../src/messages/windows.ts';

interface Link {
  readonly page: Exclude<Page, 'restored'>;
  readonly icon: IconName;
}

const links: readonly Link[] = [
  { page: 'home', icon: 'home' },
  { page: 'restore', icon: 'restore' },
  { page: 'activity', icon: 'activity' },
  { page: 'settings', icon: 'settings' },
];

/** On an empty computer there is nothing else, and on the day of the fire nobody wants to set it up first. */
const firstLinks: readonly Link[] = [
  { page: 'setup', icon: 'shield' },
  { page: 'restore', icon: 'restore' },
];

interface PageFrameProps {
  readonly current: Page;
  readonly isSetUp: boolean;
  /** Hides the navigation: only the page's own buttons lead on. The page stays mounted when this changes. */
  readonly standsAlone: boolean;
  readonly app: WindowState['app'];
  readonly children: ComponentChildren;
}

/** Ctrl or Cmd with the number of a page in the navigation, or with a comma for the settings, as everywhere else. */
const pageOfKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): Page | undefined => {
  if (!(ctrlKey || metaKey) || altKey || shiftKey) return undefined;
  return key === ',' ? 'settings' : /^[1-4]$/.test(key) ? links[Number(key) - 1]?.page : undefined;
};

/** Of pages that stand beside each other; not while a question lies over them. */
const usePageKeys = (isSetUp: boolean): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const wanted = pageOfKey(event);
      if (wanted === undefined || !isSetUp || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      goTo(wanted);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [isSetUp]);
};

/** Navigation beside the page. Where there is no tray icon, Quit is here. */
export const PageFrame = (props: PageFrameProps): JSX.Element => {
  const { standsAlone, children } = props;
  usePageKeys(props.isSetUp && !standsAlone);
  return (
    <div class={standsAlone ? '' : 'frame'}>
      {!standsAlone && <Side {...props} />}
      <main class={standsAlone ? 'frame-plain' : 'main'}>{children}</main>
    </div>
  );
};

const Side = ({ current, isSetUp, app }: PageFrameProps): JSX.Element => (
  <nav class="side" aria-label={messages.common.navigation}>
    <div class="side-name">{messages.common.product}</div>
    <div class="side-links">
      {(isSetUp ? links : firstLinks).map(({ page, icon }) => (
        <button
          key={page}
          type="button"
          class="side-link"
          aria-current={page === current || (page === 'restore' && current === 'restored') ? 'page' : undefined}
          onClick={() => {
            goTo(page);
          }}
        >
          <Icon name={icon} />
          {messages.common[page]}
        </button>
      ))}
      {!app.hasTray && (
        <button type="button" class="side-link" onClick={() => void command('app.quit', {})}>
          <Icon name="cross" />
          {messages.common.quit}
        </button>
      )}
    </div>
    <div class="side-foot quiet small">{messages.common.version(app.version)}</div>
  </nav>
);

/** Of what is said before the first state is there, or when the page broke. */
export const PlainFrame = ({ children }: { readonly children: ComponentChildren }): JSX.Element => (
  <main class="frame-plain">{children}</main>
);

interface PageBodyProps {
  readonly title: string;
  /** Beside the title. */
  readonly aside?: ComponentChildren;
  /** Where something on the page says the same in larger letters. */
  readonly titleHidden?: boolean;
  readonly children: ComponentChildren;
}

/** A window that opens leaves the focus where it is: Tab then goes through the navigation first. */
let hasOpened = false;

/** Heading and content of one page. On the way to another one the heading takes the focus: a screen reader says where one has come to. */
export const PageBody = ({ title, aside, titleHidden = false, children }: PageBodyProps): JSX.Element => {
  const heading = useRef<HTMLHeadingElement>(null);
  const body = useRef<HTMLDivElement>(null);
  // With the drawing, not after it: a user who is already typing must not lose the focus again.
  useLayoutEffect(() => {
    document.title = `${title} – ${messages.common.product}`;
    // A control of the page that asked for the focus keeps it.
    if (hasOpened && body.current?.contains(document.activeElement) !== true)
      heading.current?.focus({ preventScroll: true });
    hasOpened = true;
  }, [title]);
  useLayoutEffect(() => {
    // A new page begins at its top; one that only says something else now stays where the eye is.
    window.scrollTo(0, 0);
  }, []);
  return (
    <div ref={body} class="page">
      <div class={titleHidden ? 'hidden' : 'page-head'}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {aside}
      </div>
      {children}
    </div>
  );
};
