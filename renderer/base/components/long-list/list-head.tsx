import type { JSX } from 'preact';
import { Icon } from '../icon.tsx';

export interface Column {
  readonly id: string;
  readonly label: string;
  readonly class?: string;
  /** The user may sort by it. */
  readonly sorts?: boolean;
  /** Its label is for screen readers alone. */
  readonly hidden?: boolean;
}

export interface Sorting {
  readonly by: string;
  readonly order: 'ascending' | 'descending';
}

interface ListHeadProps {
  readonly columns: readonly Column[];
  readonly sorting: Sorting;
  readonly onSort: (by: string) => void;
}

export const ListHead = ({ columns, sorting, onSort }: ListHeadProps): JSX.Element => (
  <div role="rowgroup">
    <div role="row" class="long-head" aria-rowindex={1}>
      {columns.map(({ id, label, sorts = false, hidden = false, ...column }) => (
        <div
          key={id}
          role="columnheader"
          class={column.class}
          aria-sort={sorts ? (sorting.by === id ? sorting.order : 'none') : undefined}
        >
          {sorts ? (
            <button
              type="button"
              class="long-sort"
              data-turned={sorting.order === 'ascending' ? '' : undefined}
              onClick={() => onSort(id)}
            >
              {label}
              {sorting.by === id && <Icon name="down" size={12} />}
            </button>
          ) : (
            <span class={hidden ? 'hidden' : ''}>{label}</span>
          )}
        </div>
      ))}
    </div>
  </div>
);
