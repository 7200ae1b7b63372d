import type { RowsInView } from './rows-in-view.ts';

/** A row, or the line that a group of rows begins with. */
export type Entry<Item> = Row<Item> | { readonly group: string; readonly detail: string };

export interface Row<Item> {
  readonly key: string;
  readonly item: Item;
}

export const isRow = <Item>(entry: Entry<Item>): entry is Row<Item> => 'key' in entry;

/** Those in view, and the row that has the focus: without it, scrolling would lose the user's place. */
export const drawnOf = <Item>(
  entries: readonly Entry<Item>[],
  { first, end }: RowsInView,
  focused: string | undefined,
): readonly (readonly [index: number, entry: Entry<Item>])[] =>
  entries.flatMap((entry, index) =>
    (index >= first && index < end) || (isRow(entry) && entry.key === focused) ? [[index, entry] as const] : [],
  );
