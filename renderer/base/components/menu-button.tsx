import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { Menu, type MenuItem } from './menu.tsx';

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

/** A menu behind three dots. */
export const MenuButton = ({ label, items }: MenuButtonProps): JSX.Element => {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
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
      <Menu
        id={id}
        popover={popover}
        label={label}
        items={items}
        onOpen={(menu) => {
          if (button.current) place(menu, button.current);
        }}
      />
    </>
  );
};
