import './activity.css';
import type { JSX } from 'preact';
import { useSignal } from '../base/signal.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Card } from '../base/components/card.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Segments } from '../base/components/radio-group.tsx';
import type { PageProps } from '../base/mount.tsx';
import { useCommand } from '../base/use-command.ts';
import { HistoryView } from './history-view.tsx';
import { LogView } from './log-view.tsx';
import { messages } from '../../src/messages/windows.ts';

/** What has happened, for people, and the same for those who look for a fault. */
export const ActivityPage = ({ state }: PageProps): JSX.Element => {
  const view = useSignal<'history' | 'log'>('history');
  return (
    <PageBody
      title={messages.activity.title}
      aside={
        <Segments
          label={messages.activity.view}
          value={view.value}
          onChange={(next) => (view.value = next)}
          choices={[
            { value: 'history', label: messages.activity.history },
            { value: 'log', label: messages.activity.log },
          ]}
        />
      }
    >
      {view.value === 'history' ? <HistoryView finished={state.status.lastRun?.finished ?? null} /> : <LogView />}
      <Diagnostics />
    </PageBody>
  );
};

const Diagnostics = (): JSX.Element => {
  const copy = useCommand('diagnostics.copy');
  const copied = useSignal(false);
  const run = async (): Promise<void> => {
    copied.value = false;
    copied.value = (await copy.run({})).ok;
  };
  return (
    <Card>
      <div class="line-apart">
        <div class="row-words">
          <p>{messages.activity.copyHint}</p>
          <p role="status" class="quiet small">
            {copied.value ? messages.activity.copied : ''}
          </p>
        </div>
        <div class="line">
          <Button icon="copy" pending={copy.pending} onClick={() => void run()}>
            {messages.activity.copy}
          </Button>
          <Button icon="folder" onClick={() => void command('open', { place: 'logs' })}>
            {messages.activity.showFiles}
          </Button>
        </div>
      </div>
      {copy.problem && <ProblemCard problem={copy.problem} alert actions={null} />}
    </Card>
  );
};
