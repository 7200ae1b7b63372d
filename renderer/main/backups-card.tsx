import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '../base/signal.ts';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { Card } from '../base/components/card.tsx';
import { Empty, Loading } from '../base/components/empty.tsx';
import { LookAgain } from '../base/components/look-again.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Segments } from '../base/components/radio-group.tsx';
import type { PageProps } from '../base/mount.tsx';
import { useCommand } from '../base/use-command.ts';
import { bothSides } from './backup-list.ts';
import { filtered, type BackupFilter } from './backup-rows.ts';
import { BackupsTable } from './backups-table.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { isNews } from './is-news.ts';
import { RestoredDialog, RestoreTrouble } from './restored.tsx';
import { Tested } from './tested.tsx';
import { useRestore } from './use-restore.ts';
import { useTest } from './use-test.ts';
import { messages } from '../../src/messages/windows.ts';
/** Rows at once. Thousands are a real case, and nobody reads them in one go. */
const page = 25;
/** Fewer rows are looked through faster than a filter is set. */
const worthAFilter = 12;

/** Both sides in one list. Looked at when the page opens and after each run. */
export const BackupsCard = ({ state }: PageProps): JSX.Element => {
  const { list, pending, problem } = bothSides.state.value;
  const finished = state.status.lastRun?.finished;
  const busy = state.running !== null;
  useEffect(() => {
    // While a run is at work the list would only be half true; none at all is worse.
    if (!busy || bothSides.state.value.list === null) void bothSides.load(false);
  }, [finished, busy]);
  return (
    <Card
      title={messages.home.backups.title}
      aside={
        <span class="line quiet small">
          {messages.home.backups.counts(state.status.icloud.backups, state.status.home?.backups ?? 0)}
          <LookAgain
            looking={messages.home.backups.loading}
            pending={pending}
            problem={problem}
            disabled={busy}
            onLook={() => void bothSides.load(true)}
          >
            {messages.home.backups.refresh}
          </LookAgain>
        </span>
      }
    >
      {isNews(problem, state) && <ProblemCard problem={problem} tone="warn" isMain={false} />}
      {list?.problems
        .filter((one) => isNews(one, state))
        .map((one) => (
          <ProblemCard key={one.code} problem={one} tone="warn" isMain={false} />
        ))}
      {list === null ? (
        pending && <Loading text={messages.home.backups.loading} />
      ) : (
        <List backups={list.backups} busy={busy} />
      )}
    </Card>
  );
};

interface ListProps {
  readonly backups: readonly DescribedBackup[];
  readonly busy: boolean;
}

const List = ({ backups, busy }: ListProps): JSX.Element => {
  const filter = useSignal<BackupFilter>('all');
  const limit = useSignal(page);
  const removing = useSignal<DescribedBackup | null>(null);
  const restore = useRestore();
  const test = useTest();
  const again = useCommand('backup.start');
  if (backups.length === 0)
    return <Empty icon="cloud" title={messages.home.backups.empty} hint={messages.home.backups.emptyHint} />;
  const rows = filtered(backups, filter.value);
  return (
    <>
      {backups.length >= worthAFilter && <Filter value={filter.value} onChange={(next) => (filter.value = next)} />}
      <RestoreTrouble restore={restore} busy={busy} isMain={false} />
      {again.problem && <ProblemCard problem={again.problem} alert isMain={false} />}
      <Tested use={test} />
      <BackupsTable
        backups={rows.slice(0, limit.value)}
        busy={busy}
        actions={{
          restore: restore.save,
          test: test.test,
          remove: (backup) => (removing.value = backup),
          again: ({ id }) => void again.run({ create: false, again: [id] }),
        }}
      />
      {rows.length === 0 && <Empty icon="search" title={messages.home.backups.noneHere} />}
      {rows.length > limit.value && (
        <div class="line-apart">
          <span class="quiet small">{messages.home.backups.shown(limit.value, rows.length)}</span>
          <Button onClick={() => (limit.value += page * 4)}>{messages.common.showMore}</Button>
        </div>
      )}
      {removing.value && <RemoveDialog backup={removing.value} onClose={() => (removing.value = null)} />}
      {restore.restored && <RestoredDialog restored={restore.restored} onClose={restore.close} />}
    </>
  );
};

const Filter = ({
  value,
  onChange,
}: {
  readonly value: BackupFilter;
  readonly onChange: (value: BackupFilter) => void;
}): JSX.Element => (
  <div>
    <Segments
      label={messages.home.backups.filter}
      value={value}
      onChange={onChange}
      choices={[
        { value: 'all', label: messages.home.backups.all },
        { value: 'icloud', label: messages.home.backups.inCloud },
        { value: 'not-icloud', label: messages.home.backups.notInCloud },
      ]}
    />
  </div>
);
