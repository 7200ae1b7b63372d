import './backups-list.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Card } from '../base/components/card.tsx';
import { Empty, Loading } from '../base/components/empty.tsx';
import { LookAgain } from '../base/components/look-again.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import type { PageProps } from '../base/mount.tsx';
import { bothSides } from './backup-list.ts';
import { BackupsList } from './backups-list.tsx';
import { isNews } from './is-news.ts';
import { messages } from '../../src/messages/windows.ts';

/** Both sides in one list. Looked at when the page opens and after each run. */
export const BackupsCard = ({ state }: PageProps): JSX.Element => {
  const { list, pending, problem } = bothSides.state.value;
  const finished = state.status.lastRun?.finished;
  const busy = state.running !== null;
  useEffect(() => {
    // While a run is at work the list would only be half true; none at all is worse.
    if (!busy || bothSides.state.value.list === null) void bothSides.load(false);
  }, [finished, busy]);
  useEffect(() => {
    const refresh = (event: KeyboardEvent): void => {
      if (event.key !== 'F5' || busy) return;
      event.preventDefault();
      void bothSides.load(true);
    };
    window.addEventListener('keydown', refresh);
    return () => {
      window.removeEventListener('keydown', refresh);
    };
  }, [busy]);
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
      {list === null && pending && <Loading text={messages.home.backups.loading} />}
      {list?.backups.length === 0 && (
        <Empty icon="cloud" title={messages.home.backups.empty} hint={messages.home.backups.emptyHint} />
      )}
      {list !== null && list.backups.length > 0 && <BackupsList backups={list.backups} busy={busy} />}
    </Card>
  );
};
