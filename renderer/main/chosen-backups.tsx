import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { ContextMenu } from '../base/components/context-menu.tsx';
import { Empty } from '../base/components/empty.tsx';
import type { Point } from '../base/components/long-list/list-orders.ts';
import { LongList } from '../base/components/long-list/long-list.tsx';
import { nothingSelected, type Selection } from '../base/components/long-list/selection.ts';
import { useSignal, type Signal } from '../base/signal.ts';
import { isInCloud, keyOf } from './backup-rows.ts';
import { openDetails } from './details/open-details.ts';
import { HomeCells, homeColumns, rowName } from './home-cells.tsx';
import { ListFilter } from './list-filter.tsx';
import { itemsFor, type RowActions } from './row-actions.ts';
import { SelectionBar } from './selection-bar.tsx';
import { sortedBy, useChoice } from './use-choice.ts';
import { messages } from '../../src/messages/windows.ts';

/** Fewer rows are looked through faster than a filter is set. */
const worthAFilter = 12;

interface ChosenProps {
  readonly backups: readonly DescribedBackup[];
  readonly busy: boolean;
  readonly actions: RowActions;
  readonly selection: Signal<Selection>;
}

interface Asked {
  readonly backups: readonly DescribedBackup[];
  readonly at: Point;
}

/** The list, what narrows it down, and the orders for what is selected in it. */
export const ChosenBackups = ({ backups, busy, actions, selection }: ChosenProps): JSX.Element => {
  const choice = useChoice(backups, selection.value);
  const { wanted, sorting, titleOf, twinOf, byKeys } = choice;
  const asked = useSignal<Asked | null>(null);
  return (
    <>
      {backups.length >= worthAFilter && (
        <ListFilter wanted={wanted.value} onChange={(next) => (wanted.value = next)} />
      )}
      <SelectionBar
        backups={byKeys(choice.selection.keys)}
        busy={busy}
        actions={actions}
        onClear={() => (selection.value = nothingSelected)}
      />
      <LongList
        label={messages.home.backups.title}
        class="home-list"
        columns={homeColumns()}
        sorting={sorting.value}
        onSort={(by) => (sorting.value = sortedBy(by, sorting.value))}
        entries={choice.entries}
        selection={choice.selection}
        nameOf={(backup) => rowName(backup, twinOf(backup))}
        cellsOf={(backup) => (
          <HomeCells
            backup={backup}
            title={titleOf(backup)}
            onMenu={(at) => (asked.value = { backups: [backup], at })}
          />
        )}
        onOpen={(backup) => openDetails(keyOf(backup))}
        onSelect={(next) => (selection.value = next)}
        onMenu={(keys, at) => (asked.value = { backups: byKeys(keys), at })}
        onDelete={(keys) => {
          const inCloud = byKeys(keys).filter(isInCloud);
          if (inCloud.length > 0 && !busy) actions.remove(inCloud);
        }}
      />
      {choice.entries.length === 0 && <Empty icon="search" title={messages.home.backups.noneHere} />}
      {asked.value && (
        <ContextMenu
          label={labelOf(asked.value.backups.map(titleOf))}
          items={itemsFor(asked.value.backups, busy, actions)}
          at={asked.value.at}
          onClose={() => (asked.value = null)}
        />
      )}
    </>
  );
};

const labelOf = (titles: readonly string[]): string => {
  const { actionsFor, selected } = messages.home.backups;
  const [only = ''] = titles;
  return actionsFor(titles.length === 1 ? only : selected(titles.length));
};
