import { wishOf, type ListWish } from './list-keys.ts';
import { allSelected, extended, nothingSelected, toggled, type Selection } from './selection.ts';
import type { ListFocus } from './use-list-focus.ts';
import type { Row } from './entries.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a list tells its page. Where rows can only be opened, that is all. */
export interface ListListener<Item> {
  readonly onOpen: (item: Item) => void;
  readonly onSelect?: (selection: Selection) => void;
  /** For rows, by their keys: all that are selected, or the one that it was asked for. */
  readonly onMenu?: (keys: readonly string[], at: Point) => void;
  readonly onDelete?: (keys: readonly string[]) => void;
}

type Choosing = Exclude<ListWish['wish'], 'move' | 'open'>;

interface ListState<Item> {
  readonly rows: readonly Row<Item>[];
  readonly focus: ListFocus;
  readonly selection: Selection;
}

export interface ListOrders<Item> {
  /** True: the key was the list's. */
  readonly key: (event: KeyboardEvent, page: number) => boolean;
  readonly click: (row: Row<Item>, event: MouseEvent) => void;
  /** Undefined: there is none. */
  readonly menu: ((key: string, at: Point) => void) | undefined;
}

/** What keys and pointer ask for, as the page is told. */
export const listOrders = <Item>(
  { rows, focus, selection }: ListState<Item>,
  listener: ListListener<Item>,
): ListOrders<Item> => {
  const order = rows.map(({ key }) => key);
  const { onSelect, onMenu, onDelete } = listener;
  const move = (to: number, extend: boolean): void => {
    const key = order[to];
    if (key === undefined) return;
    const from = selection.keys.size > 0 ? selection : { ...selection, anchor: focus.key ?? null };
    if (extend) onSelect?.(extended(from, key, order));
    focus.moveTo(key);
  };
  const choose = (wish: Choosing, key: string, select: (next: Selection) => void): boolean => {
    if (wish === 'toggle') select(toggled(selection, key));
    else if (wish === 'all') select(allSelected(order));
    else if (wish === 'delete') onDelete?.(selection.keys.size > 0 ? [...selection.keys] : [key]);
    else if (selection.keys.size > 0) select(nothingSelected);
    // Nothing is selected: Escape means something else on the page.
    else return false;
    return true;
  };
  const grant = (asked: ListWish, { key, item }: Row<Item>): boolean => {
    if (asked.wish === 'move') move(asked.to, asked.extends);
    else if (asked.wish === 'open') listener.onOpen(item);
    else return onSelect !== undefined && choose(asked.wish, key, onSelect);
    return true;
  };
  return {
    key: (event, page) => {
      const index = order.indexOf(focus.key ?? '');
      const row = rows[index];
      const asked = wishOf(event, { index, count: order.length, page });
      return row !== undefined && asked !== undefined && grant(asked, row);
    },
    click: ({ key, item }, event) => {
      const isTick = event.target instanceof Element && event.target.closest('.long-tick') !== null;
      if (onSelect === undefined) listener.onOpen(item);
      else if (event.shiftKey) onSelect(extended(selection, key, order));
      else if (isTick || event.ctrlKey || event.metaKey) onSelect(toggled(selection, key));
      else listener.onOpen(item);
    },
    menu: onMenu && ((key, at) => onMenu(selection.keys.has(key) ? [...selection.keys] : [key], at)),
  };
};
