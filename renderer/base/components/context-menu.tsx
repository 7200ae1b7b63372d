import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Menu, type MenuItem } from './menu.tsx';

interface ContextMenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Where it was asked for. Pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

const edge = 8;
const within = (wanted: number, size: number, room: number): number =>
  Math.max(Math.min(wanted, room - size - edge), edge);

/** The menu of what it was asked for, open as long as it is drawn. What had the focus gets it back. */
export const ContextMenu = ({ label, items, at, onClose }: ContextMenuProps): JSX.Element => {
  const popover = useRef<HTMLDivElement>(null);
  const { x, y } = at;
  useLayoutEffect(() => {
    popover.current?.showPopover();
  }, [x, y]);
  return (
    <Menu
      popover={popover}
      label={label}
      items={items}
      onOpen={(menu) => {
        menu.style.left = `${within(x, menu.offsetWidth, window.innerWidth)}px`;
        menu.style.top = `${within(y, menu.offsetHeight, window.innerHeight)}px`;
      }}
      onClose={onClose}
    />
  );
};
