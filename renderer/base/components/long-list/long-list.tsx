import './long-list.css';
import type { ComponentChildren, JSX } from 'preact';
import { drawnOf, isRow, type Entry, type Row } from './entries.ts';
import { ListHead, type Column, type Sorting } from './list-head.tsx';
import { listOrders, type ListListener, type ListOrders } from './list-orders.ts';
import { useListFocus } from './use-list-focus.ts';
import { useRowsInView } from './use-rows-in-view.ts';
import { nothingSelected, type Selection } from './selection.ts';

interface LongListProps<Item> extends ListListener<Item> {
  /** Of the whole list, for screen readers. */
  readonly label: string;
  /** A class that says how wide the columns are: `--columns`. */
  readonly class: string;
  readonly columns: readonly Column[];
  readonly sorting: Sorting;
  readonly onSort: (by: string) => void;
  readonly entries: readonly Entry<Item>[];
  /** Left out where nothing can be selected. */
  readonly selection?: Selection;
  /** What is read out when a row gets the focus: it tells the row from all others. */
  readonly nameOf: (item: Item) => string;
  /** One `role="gridcell"` for each column. */
  readonly cellsOf: (item: Item) => ComponentChildren;
}

/** Of these, the window shows something else: its bars and the head of the list. Rows. */
const covered = 3;

/**
 * Thousands of rows of one height, of which only those in view are drawn. One stop for the keyboard: the arrows, Home, End and
 * the page keys walk along, Shift chooses on the way, Enter opens. Screen readers are told how many rows there are, and which
 * this one is.
 */
export const LongList = <Item,>(props: LongListProps<Item>): JSX.Element => {
  const { entries, selection = nothingSelected, columns } = props;
  const chooses = props.onSelect !== undefined;
  const { ref, row: height, ...view } = useRowsInView(entries.length);
  const rows = entries.filter(isRow);
  const focus = useListFocus(
    ref,
    rows.map(({ key }) => key),
  );
  const orders = listOrders({ rows, focus, selection }, props);
  const onKeyDown = (event: KeyboardEvent): void => {
    // Buttons in the head and in rows have keys of their own.
    if (!(event.target instanceof Element) || event.target.getAttribute('role') !== 'row') return;
    const page = Math.max(Math.floor(window.innerHeight / height) - covered, 1);
    if (!orders.key(event, page)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="grid"
      class={`long-list ${props.class}${selection.keys.size > 0 ? ' long-choosing' : ''}`}
      aria-label={props.label}
      aria-multiselectable={chooses ? true : undefined}
      aria-rowcount={entries.length + 1}
      onKeyDown={onKeyDown}
    >
      <ListHead columns={columns} sorting={props.sorting} onSort={props.onSort} />
      <div ref={ref} role="rowgroup" class="long-rows" style={{ height: `calc(${entries.length} * var(--row))` }}>
        {drawnOf(entries, view, focus.key).map(([index, entry]) =>
          isRow(entry) ? (
            <Line
              key={entry.key}
              row={entry}
              index={index}
              name={props.nameOf(entry.item)}
              isSelected={chooses ? selection.keys.has(entry.key) : undefined}
              isActive={entry.key === focus.key}
              orders={orders}
              onFocus={() => focus.take(entry.key)}
            >
              {props.cellsOf(entry.item)}
            </Line>
          ) : (
            <Group key={`group ${entry.group}`} index={index} columns={columns.length} {...entry} />
          ),
        )}
      </div>
    </div>
  );
};

interface LineProps<Item> {
  readonly row: Row<Item>;
  /** Among rows and groups, from 0. */
  readonly index: number;
  readonly name: string;
  /** Undefined: rows cannot be selected. */
  readonly isSelected: boolean | undefined;
  readonly isActive: boolean;
  readonly orders: ListOrders<Item>;
  readonly onFocus: () => void;
  readonly children: ComponentChildren;
}

const topOf = (index: number): { readonly top: string } => ({ top: `calc(${index} * var(--row))` });
/** The head is the first row that a screen reader counts. */
const rowNumber = (index: number): number => index + 2;

const Line = <Item,>({
  row,
  index,
  name,
  isSelected,
  isActive,
  orders,
  onFocus,
  children,
}: LineProps<Item>): JSX.Element => (
  <div
    role="row"
    class="long-row"
    style={topOf(index)}
    data-key={row.key}
    tabIndex={isActive ? 0 : -1}
    aria-rowindex={rowNumber(index)}
    aria-selected={isSelected}
    aria-label={name}
    onFocus={onFocus}
    onClick={(event) => orders.click(row, event)}
    onContextMenu={(event) => {
      if (orders.menu === undefined) return;
      event.preventDefault();
      // From the keyboard there is no place of a pointer.
      const box = event.currentTarget.getBoundingClientRect();
      const isKey = event.clientX === 0 && event.clientY === 0;
      orders.menu(row.key, isKey ? { x: box.left + 24, y: box.bottom } : { x: event.clientX, y: event.clientY });
    }}
  >
    {children}
  </div>
);

interface GroupProps {
  readonly group: string;
  readonly detail: string;
  readonly index: number;
  readonly columns: number;
}

const Group = ({ group, detail, index, columns }: GroupProps): JSX.Element => (
  <div role="row" class="long-group" style={topOf(index)} aria-rowindex={rowNumber(index)}>
    <div role="gridcell" class="line-apart" aria-colspan={columns}>
      <span class="strong">{group}</span>
      <span class="quiet small">{detail}</span>
    </div>
  </div>
);
