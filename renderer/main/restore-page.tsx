import './backups.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '../base/signal.ts';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { Card } from '../base/components/card.tsx';
import { Empty, Loading } from '../base/components/empty.tsx';
import { LookAgain } from '../base/components/look-again.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { RunningView } from '../base/components/running-view.tsx';
import { Select } from '../base/components/select.tsx';
import { Tile } from '../base/components/badge.tsx';
import type { PageProps } from '../base/mount.tsx';
import { useCommand } from '../base/use-command.ts';
import { allInstances, type ListState } from './backup-list.ts';
import { SearchFolders, Searched, Searching } from './search-folders.tsx';
import { RestoreTable } from './restore-table.tsx';
import { LastLink } from './last-link.tsx';
import { RestoreTrouble } from './restore-trouble.tsx';
import { useRestore } from './use-restore.ts';
import { messages } from '../../src/messages/windows.ts';

const page = 25;

/** From an Apple account to a file on this computer, and from there into a new Home Assistant. Needs nothing else. */
export const RestorePage = ({ state }: PageProps): JSX.Element => (
  <PageBody title={messages.restore.title}>
    <p class="quiet">{messages.restore.lead}</p>
    <LastLink />
    {state.status.signIn === null ? <SignInFirst /> : <FromICloud state={state} />}
  </PageBody>
);

const SignInFirst = (): JSX.Element => {
  const prompt = useCommand('window.show-prompt');
  return (
    <div class="card">
      <div class="hero-head">
        <Tile tone="info" icon="person" />
        <div class="hero-words">
          <h2>{messages.restore.signIn}</h2>
          <p class="quiet">{messages.restore.signInLead}</p>
        </div>
        <Button kind="primary" pending={prompt.pending} onClick={() => void prompt.run({})}>
          {messages.restore.signInButton}
        </Button>
      </div>
      {prompt.problem && <ProblemCard problem={prompt.problem} alert actions={null} />}
    </div>
  );
};

const FromICloud = ({ state }: PageProps): JSX.Element => {
  const restore = useRestore();
  const account = state.status.signIn?.account;
  const busy = state.running !== null;
  useEffect(() => {
    // While something is at work a list would have to give way to it.
    if (!busy) void allInstances.know(account);
  }, [account, busy]);
  return (
    <>
      {state.running && (
        <div class="card">
          <RunningView running={state.running} />
        </div>
      )}
      <RestoreTrouble restore={restore} busy={busy} />
      <FoundCard busy={busy} search={state.search} onSave={restore.save} />
    </>
  );
};

type FoundProps = Omit<CopiesProps, 'backups'>;
type FoundCardProps = FoundProps & Pick<PageProps['state'], 'search'>;

/** What was found, where it was looked, and the way to look elsewhere. */
const FoundCard = ({ busy, search, onSave }: FoundCardProps): JSX.Element => {
  const { list, pending, problem } = allInstances.state.value;
  return (
    <>
      <Card
        title={messages.restore.list}
        aside={
          <LookAgain
            looking={messages.restore.loading}
            pending={pending}
            problem={problem}
            onLook={() => void allInstances.load(true)}
          >
            {messages.restore.refresh}
          </LookAgain>
        }
      >
        {problem && <ProblemCard problem={problem} tone="warn" />}
        {pending && search && <Searching search={search} />}
        {list?.problems.map((one) => (
          <ProblemCard key={JSON.stringify(one.facts)} problem={one} tone="warn" actions={null} />
        ))}
        <FoundOrLoading list={list} pending={pending && search === null} busy={busy} onSave={onSave} />
      </Card>
      <Card title={messages.restore.search.title}>
        <SearchFolders pending={pending} isWide={(list?.search?.looked.length ?? 0) > 1} />
      </Card>
    </>
  );
};

const FoundOrLoading = ({
  list,
  pending,
  ...props
}: FoundProps & Pick<ListState, 'list' | 'pending'>): JSX.Element | null => {
  if (pending && (list === null || list.backups.length === 0)) return <Loading text={messages.restore.loading} />;
  if (list === null) return null;
  return (
    <>
      <Copies backups={list.backups} {...props} />
      {list.search && <Searched search={list.search} />}
    </>
  );
};

interface CopiesProps {
  readonly backups: readonly DescribedBackup[];
  readonly busy: boolean;
  readonly onSave: (backup: DescribedBackup) => void;
}

const Copies = ({ backups, busy, onSave }: CopiesProps): JSX.Element => {
  const instance = useSignal('');
  const limit = useSignal(page);
  if (backups.length === 0)
    return <Empty icon="cloud" title={messages.restore.empty} hint={messages.restore.emptyHint} />;
  const instances = [...new Set(backups.map((backup) => backup.instance))];
  const rows = backups.filter((backup) => instance.value === '' || backup.instance === instance.value);
  return (
    <>
      {instances.length > 1 && (
        <Select
          label={messages.restore.instance}
          value={instance.value}
          onChange={(next) => (instance.value = next)}
          choices={[
            { value: '', label: messages.restore.allInstances },
            ...instances.map((value) => ({ value, label: value })),
          ]}
        />
      )}
      <RestoreTable
        backups={rows.slice(0, limit.value)}
        withInstance={instances.length > 1 && instance.value === ''}
        busy={busy}
        onSave={onSave}
      />
      {rows.length > limit.value && (
        <div>
          <Button onClick={() => (limit.value += page * 4)}>{messages.common.showMore}</Button>
        </div>
      )}
    </>
  );
};
