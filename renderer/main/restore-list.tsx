import './backups-list.css';
import './restore-list.css';
import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Card } from '../base/components/card.tsx';
import { Empty } from '../base/components/empty.tsx';
import { SearchField } from '../base/components/search-field.tsx';
import { LongList } from '../base/components/long-list/long-list.tsx';
import { nothingSelected } from '../base/components/long-list/selection.ts';
import { useSignal } from '../base/signal.ts';
import { keyOf } from './backup-rows.ts';
import { openDetails } from './details/open-details.ts';
import { Pick } from './list-filter.tsx';
import { NewestGoodCard, NoneGood } from './newest-good.tsx';
import { restoreColumns, RestoreCells, restoreRowName } from './restore-cells.tsx';
import { newestGood } from './restore-view.ts';
import { sortedBy, useChoice } from './use-choice.ts';
import { messages } from '../../src/messages/windows.ts';

interface ListProps {
  readonly backups: readonly DescribedBackup[];
  readonly busy: boolean;
  readonly onSave: (backup: DescribedBackup) => void;
}

/** The newest good one first of all, and below it all others, of one Home Assistant where there are several. */
export const RestoreList = ({ backups, busy, onSave }: ListProps): JSX.Element => {
  const instance = useSignal('');
  const instances = [...new Set(backups.map((backup) => backup.instance))];
  const shown = backups.filter((backup) => instance.value === '' || backup.instance === instance.value);
  const good = newestGood(shown);
  const withInstance = instances.length > 1 && instance.value === '';
  const words = messages.restore;
  return (
    <>
      {instances.length > 1 && (
        <div>
          <Pick
            label={words.instance}
            value={instance.value}
            choices={[{ value: '', label: words.allInstances }, ...instances.map((value) => ({ value, label: value }))]}
            onChange={(next) => (instance.value = next)}
          />
        </div>
      )}
      {good === null ? (
        <NoneGood />
      ) : (
        <NewestGoodCard key={keyOf(good.backup)} good={good} busy={busy} onSave={onSave} />
      )}
      {shown.length > (good === null ? 0 : 1) && (
        <Others backups={shown} onTop={good?.backup ?? null} withInstance={withInstance} />
      )}
    </>
  );
};

interface OthersProps {
  readonly backups: readonly DescribedBackup[];
  /** The one that stands above them. */
  readonly onTop: DescribedBackup | null;
  readonly withInstance: boolean;
}

/** By month. Who searches finds the one on top here, too. */
const Others = ({ backups, onTop, withInstance }: OthersProps): JSX.Element => {
  const isSearched = useSignal(false);
  const listed = isSearched.value || onTop === null ? backups : backups.filter((backup) => backup !== onTop);
  const { wanted, sorting, entries, twinOf } = useChoice(listed, nothingSelected);
  const title = onTop === null ? messages.restore.list : messages.restore.others;
  return (
    <Card title={title}>
      <div role="search">
        <SearchField
          label={messages.home.backups.search}
          value={wanted.value.text}
          onInput={(text) => {
            wanted.value = { ...wanted.value, text };
            isSearched.value = text.trim() !== '';
          }}
        />
      </div>
      <LongList
        label={title}
        class="restore-list"
        columns={restoreColumns()}
        sorting={sorting.value}
        onSort={(by) => (sorting.value = sortedBy(by, sorting.value))}
        entries={entries}
        nameOf={(backup) => restoreRowName({ backup, withInstance }, twinOf(backup))}
        cellsOf={(backup) => <RestoreCells backup={backup} withInstance={withInstance} />}
        onOpen={(backup) => openDetails(keyOf(backup))}
      />
      {entries.length === 0 && <Empty icon="search" title={messages.home.backups.noneHere} />}
    </Card>
  );
};
