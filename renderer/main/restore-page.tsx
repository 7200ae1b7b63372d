import './backups.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '../base/signal.ts';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { commonWords } from '../../src/shared/words/windows/common.ts';
import { restoreWords as words } from '../../src/shared/words/windows/restore.ts';
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
import { goTo } from '../base/route.ts';
import { useCommand } from '../base/use-command.ts';
import { allInstances } from './backup-list.ts';
import { RestoreTable } from './restore-table.tsx';
import { RestoredDialog, RestoreTrouble } from './restored.tsx';
import { useRestore } from './use-restore.ts';

const page = 25;

/** From an Apple account to a file on this computer, and from there into a new Home Assistant. Needs nothing else. */
export const RestorePage = ({ state }: PageProps): JSX.Element => (
  <PageBody
    title={words.title}
    aside={
      <Button
        kind="quiet"
        icon="back"
        onClick={() => {
          goTo(state.status.safety === 'not-set-up' ? 'setup' : 'home');
        }}
      >
        {state.status.safety === 'not-set-up' ? words.backToSetup : words.back}
      </Button>
    }
  >
    <p class="quiet">{words.lead}</p>
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
          <h2>{words.signIn}</h2>
          <p class="quiet">{words.signInLead}</p>
        </div>
        <Button kind="primary" pending={prompt.pending} onClick={() => void prompt.run({})}>
          {words.signInButton}
        </Button>
      </div>
      {prompt.problem && <ProblemCard problem={prompt.problem} alert actions={null} />}
    </div>
  );
};

const FromICloud = ({ state }: PageProps): JSX.Element => {
  const { list, pending, problem } = allInstances.state.value;
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
      <Card
        title={words.list}
        aside={
          <LookAgain
            looking={words.loading}
            pending={pending}
            problem={problem}
            onLook={() => void allInstances.load(true)}
          >
            {words.refresh}
          </LookAgain>
        }
      >
        {problem && <ProblemCard problem={problem} tone="warn" />}
        {list === null ? (
          pending && <Loading text={words.loading} />
        ) : (
          <Copies backups={list.backups} busy={busy} onSave={restore.save} />
        )}
      </Card>
      {restore.restored && <RestoredDialog restored={restore.restored} onClose={restore.close} />}
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
  if (backups.length === 0) return <Empty icon="cloud" title={words.empty} hint={words.emptyHint} />;
  const instances = [...new Set(backups.map((backup) => backup.instance))];
  const rows = backups.filter((backup) => instance.value === '' || backup.instance === instance.value);
  return (
    <>
      {instances.length > 1 && (
        <Select
          label={words.instance}
          value={instance.value}
          onChange={(next) => (instance.value = next)}
          choices={[{ value: '', label: words.allInstances }, ...instances.map((value) => ({ value, label: value }))]}
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
          <Button onClick={() => (limit.value += page * 4)}>{commonWords.showMore}</Button>
        </div>
      )}
    </>
  );
};
