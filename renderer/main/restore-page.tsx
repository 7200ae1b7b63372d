import './backups.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { Card } from '../base/components/card.tsx';
import { Empty, Loading } from '../base/components/empty.tsx';
import { LookAgain } from '../base/components/look-again.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { RunningView } from '../base/components/running-view.tsx';
import { Tile } from '../base/components/badge.tsx';
import type { PageProps } from '../base/mount.tsx';
import { asksForSheet } from '../base/overlay.ts';
import { useCommand } from '../base/use-command.ts';
import { allInstances } from './backup-list.ts';
import { SearchFolders, Searched, Searching } from './search-folders.tsx';
import { RestoreList } from './restore-list.tsx';
import { useChooseFile } from './file/use-choose-file.ts';
import { LastLink } from './last-link.tsx';
import { RestoreTrouble } from './restore-trouble.tsx';
import { useRestore } from './use-restore.ts';
import { messages } from '../../src/messages/windows.ts';

/** From an Apple account to a file on this computer, and from there into a new Home Assistant. Needs nothing else. */
export const RestorePage = ({ state }: PageProps): JSX.Element => (
  <PageBody title={messages.restore.title}>
    <p class="quiet">{messages.restore.lead}</p>
    <LastLink />
    {state.status.signIn === null ? <SignInFirst /> : <FromICloud state={state} />}
    <FileCard />
    {state.status.signIn !== null && <SheetCard />}
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
      <Found busy={busy} search={state.search} onSave={restore.save} />
    </>
  );
};

interface FoundProps {
  readonly busy: boolean;
  readonly onSave: (backup: DescribedBackup) => void;
}

/** What was found, where it was looked, and the way to look elsewhere. */
const Found = ({ busy, search, onSave }: FoundProps & Pick<PageProps['state'], 'search'>): JSX.Element => {
  const { list, pending, problem } = allInstances.state.value;
  return (
    <>
      {problem && <ProblemCard problem={problem} tone="warn" />}
      {list?.problems.map((one) => (
        <ProblemCard key={JSON.stringify(one.facts)} problem={one} tone="warn" actions={null} />
      ))}
      {pending && search && (
        <Card>
          <Searching search={search} />
        </Card>
      )}
      {list !== null && list.backups.length > 0 ? (
        <RestoreList backups={list.backups} busy={busy} onSave={onSave} />
      ) : (
        <NothingYet isLooking={pending} isToldHow={search !== null} wasLooked={list !== null} />
      )}
      <Elsewhere />
    </>
  );
};

/** Needs no account: the file is all that it takes. */
const FileCard = (): JSX.Element => {
  const { choose, pending } = useChooseFile();
  return (
    <Card title={messages.restore.file.title}>
      <p>{messages.restore.file.text}</p>
      <div class="file-card">
        <Button icon="folder" pending={pending} onClick={choose}>
          {messages.restore.file.open}
        </Button>
      </div>
    </Card>
  );
};

const SheetCard = (): JSX.Element => (
  <Card title={messages.restore.sheet.title}>
    <p>{messages.restore.sheet.text}</p>
    <div>
      <Button onClick={() => (asksForSheet.value = true)}>{messages.restore.sheet.open}</Button>
    </div>
  </Card>
);

interface NothingProps {
  readonly isLooking: boolean;
  /** How far it is stands there already. */
  readonly isToldHow: boolean;
  readonly wasLooked: boolean;
}

/** Never "none" as long as nobody has looked. */
const NothingYet = ({ isLooking, isToldHow, wasLooked }: NothingProps): JSX.Element | null => {
  if (isLooking) return isToldHow ? null : <Loading text={messages.restore.loading} />;
  return wasLooked ? <Empty icon="cloud" title={messages.restore.empty} hint={messages.restore.emptyHint} /> : null;
};

const Elsewhere = (): JSX.Element => {
  const { list, pending, problem } = allInstances.state.value;
  return (
    <Card
      title={messages.restore.search.title}
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
      {list?.search && !pending && <Searched search={list.search} />}
      <SearchFolders pending={pending} isWide={(list?.search?.looked.length ?? 0) > 1} />
    </Card>
  );
};
