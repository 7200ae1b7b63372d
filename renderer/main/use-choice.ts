import { useMemo } from 'preact/hooks';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { isRow, type Entry } from '../base/components/long-list/entries.ts';
import type { Sorting } from '../base/components/long-list/list-head.tsx';
import { stillShown, type Selection } from '../base/components/long-list/selection.ts';
import { useSignal, type Signal } from '../base/signal.ts';
import { entriesOf, everything, matching, type Wanted } from './backup-list-view.ts';
import { titlesOf, twinsIn } from './backup-rows.ts';

export interface Choice {
  readonly wanted: Signal<Wanted>;
  readonly sorting: Signal<Sorting>;
  readonly entries: readonly Entry<DescribedBackup>[];
  /** Of those that are shown. */
  readonly selection: Selection;
  /** Tells a backup from all others of the list. */
  readonly titleOf: (backup: DescribedBackup) => string;
  readonly twinOf: (backup: DescribedBackup) => readonly string[];
  readonly byKeys: (keys: Iterable<string>) => readonly DescribedBackup[];
}

/** Which of the backups are shown and in which order. Thousands are sorted when that changes, not whenever the window is drawn. */
export const useChoice = (backups: readonly DescribedBackup[], selected: Selection): Choice => {
  const wanted = useSignal<Wanted>(everything);
  const sorting = useSignal<Sorting>({ by: 'date', order: 'descending' });
  const names = useMemo(() => ({ titleOf: titlesOf(backups), twinOf: twinsIn(backups) }), [backups]);
  const entries = useMemo(
    () => entriesOf(matching(backups, wanted.value), sorting.value),
    [backups, wanted.value, sorting.value],
  );
  const rows = useMemo(() => new Map(entries.filter(isRow).map(({ key, item }) => [key, item])), [entries]);
  return {
    wanted,
    sorting,
    entries,
    ...names,
    selection: useMemo(() => stillShown(selected, [...rows.keys()]), [selected, rows]),
    byKeys: (keys) => {
      const asked = new Set(keys);
      return [...rows].flatMap(([key, item]) => (asked.has(key) ? [item] : []));
    },
  };
};

/** A second click turns it round; numbers and dates begin with the largest. */
export const sortedBy = (by: string, { by: before, order }: Sorting): Sorting => {
  if (by !== before) return { by, order: by === 'name' ? 'ascending' : 'descending' };
  return { by, order: order === 'ascending' ? 'descending' : 'ascending' };
};
