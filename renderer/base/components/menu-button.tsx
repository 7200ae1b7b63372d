import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Not now: it can be found, and does nothing. */
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

interface MenuButtonProps {
  /** Says what the menu is about: there may be many on a page. */
  readonly label: string;
  readonly items: readonly MenuItem[];
}

const edge = 8;

/** Below the button, flush with its right edge; above it where there is no room below. */
const place = (menu: HTMLElement, button: HTMLElement): void => {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + height + edge < window.innerHeight;
  menu.style.top = `${below ? at.bottom : Math.max(at.top - height - edge, edge)}px`;
  menu.style.left = `${Math.max(at.right - width, edge)}px`;
};

const step: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** A menu behind three dots. The browser closes it on Escape and on a click beside it. */
export const MenuButton = ({ label, items }: MenuButtonProps): JSX.Element => {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const entries = (): HTMLButtonElement[] => [...(menu.current?.querySelectorAll('button') ?? [])];
  const opened = (): void => {
    if (menu.current && button.current) place(menu.current, button.current);
    entries()[0]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = entries();
    const index = all.findIndex((entry) => entry === document.activeElement);
    const next = step[event.key]?.(index, all.length);
    if (event.key === 'Tab') menu.current?.hidePopover();
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="button button-icon"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        popovertarget={id}
      >
        <Icon name="more" />
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        class="menu"
        onKeyDown={onKeyDown}
        onToggle={(event) => {
          if (event.newState === 'open') opened();
        }}
      >
        <Entries
          items={items}
          onChoose={(item) => {
            menu.current?.hidePopover();
            item.onChoose();
          }}
        />
      </div>
    </>
  );
};

interface EntriesProps {
  readonly items: readonly MenuItem[];
  readonly onChoose: (item: MenuItem) => void;
}

const Entries = ({ items, onChoose }: EntriesProps): JSX.Element => (
  <>
    {items.map((item) => (
      <button
        key={item.label}
        type="button"
        role="menuitem"
        tabIndex={-1}
        class={`menu-item${item.danger === true ? ' danger' : ''}`}
        aria-disabled={item.disabled === true}
        onClick={() => {
          if (item.disabled !== true) onChoose(item);
        }}
      >
        {item.icon && <Icon name={item.icon} size={16} />}
        {item.label}
      </button>
    ))}
  </>
);
