import { wishOf, type ListWish } from './list-keys.ts';
import { allSelected, extended, nothingSelected, toggled, type Selection } from './selection.ts';
import type { ListFocus } from './use-list-focus.ts';
import type { Row } from './entries.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a list tells its page. */
export interface ListListener<Item> {
  readonly onOpen: (item: Item) => void;
  readonly onSelect: (selection: Selection) => void;
  /** For rows, by their keys: all that are selected, or the one that it was asked for. */
  readonly onMenu: (keys: readonly string[], at: Point) => void;
  readonly onDelete: (keys: readonly string[]) => void;
}

interface ListState<Item> {
  readonly rows: readonly Row<Item>[];
  readonly focus: ListFocus;
  readonly selection: Selection;
}

export interface ListOrders<Item> {
  /** True: the key was the list's. */
  readonly key: (event: KeyboardEvent, page: number) => boolean;
  readonly click: (row: Row<Item>, event: MouseEvent) => void;
  readonly menu: (key: string, at: Point) => void;
}

/** What keys and pointer ask for, as the page is told. */
export const listOrders = <Item>(
  { rows, focus, selection }: ListState<Item>,
  listener: ListListener<Item>,
): ListOrders<Item> => {
  const order = rows.map(({ key }) => key);
  const { onSelect } = listener;
  const move = (to: number, extend: boolean): void => {
    const key = order[to];
    if (key === undefined) return;
    const from = selection.keys.size > 0 ? selection : { ...selection, anchor: focus.key ?? null };
    if (extend) onSelect(extended(from, key, order));
    focus.moveTo(key);
  };
  const grant = (asked: ListWish, { key, item }: Row<Item>): boolean => {
    if (asked.wish === 'move') move(asked.to, asked.extends);
    else if (asked.wish === 'open') listener.onOpen(item);
    else if (asked.wish === 'toggle') onSelect(toggled(selection, key));
    else if (asked.wish === 'all') onSelect(allSelected(order));
    else if (asked.wish === 'delete') listener.onDelete(selection.keys.size > 0 ? [...selection.keys] : [key]);
    else if (selection.keys.size > 0) onSelect(nothingSelected);
    // Nothing is selected: Escape means something else on the page.
    else return false;
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
      if (event.shiftKey) onSelect(extended(selection, key, order));
      else if (isTick || event.ctrlKey || event.metaKey) onSelect(toggled(selection, key));
      else listener.onOpen(item);
    },
    menu: (key, at) => listener.onMenu(selection.keys.has(key) ? [...selection.keys] : [key], at),
  };
};
