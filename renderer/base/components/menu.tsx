import type { JSX, RefObject } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly danger?: boolean;
  /** Not now: it can be found, and does nothing. */
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  readonly id?: string;
  readonly popover: RefObject<HTMLDivElement | null>;
  /** Says what the menu is about. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Puts it where it belongs, once it has a size. */
  readonly onOpen: (menu: HTMLElement) => void;
  readonly onClose?: () => void;
}

const entriesOf = (menu: HTMLElement): HTMLButtonElement[] => [...menu.querySelectorAll('button')];

const step: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** The next entry, going round, that begins with the letter typed; -1: none does. */
const byLetter = (entries: readonly HTMLButtonElement[], index: number, letter: string): number => {
  const begins = (entry: HTMLButtonElement | undefined): boolean =>
    entry?.textContent.trim().toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()) === true;
  const behind = entries.findIndex((entry, at) => at > index && begins(entry));
  return behind === -1 ? entries.findIndex(begins) : behind;
};

const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void => {
  const menu = event.currentTarget;
  if (event.key === 'Tab') menu.hidePopover();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const entries = entriesOf(menu);
  const index = entries.findIndex((entry) => entry === document.activeElement);
  const isLetter = event.key.length === 1 && event.key !== ' ';
  const next = isLetter ? byLetter(entries, index, event.key) : step[event.key]?.(index, entries.length);
  if (next === undefined) return;
  event.preventDefault();
  entries[next]?.focus();
};

/** What can be chosen: arrows walk, a letter leads to what begins with it. The browser closes it on Escape and on a click beside it. */
export const Menu = ({ id, popover, label, items, onOpen, onClose }: MenuProps): JSX.Element => (
  <div
    ref={popover}
    id={id}
    popover="auto"
    role="menu"
    aria-label={label}
    class="menu"
    onKeyDown={onKeyDown}
    onToggle={(event) => {
      if (event.newState !== 'open') {
        onClose?.();
        return;
      }
      onOpen(event.currentTarget);
      entriesOf(event.currentTarget)[0]?.focus();
    }}
  >
    {items.map((item) => (
      <button
        key={item.label}
        type="button"
        role="menuitem"
        tabIndex={-1}
        class={`menu-item${item.danger === true ? ' danger' : ''}`}
        aria-disabled={item.disabled === true}
        onClick={() => {
          if (item.disabled === true) return;
          popover.current?.hidePopover();
          item.onChoose();
        }}
      >
        {item.icon && <Icon name={item.icon} size={16} />}
        {item.label}
      </button>
    ))}
  </div>
);
