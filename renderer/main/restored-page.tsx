import './backups.css';
import './restored.css';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Described } from '../../src/shared/contract/described.ts';
import type { LastRestore } from '../../src/shared/last-restore.ts';
import { command } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Card } from '../base/components/card.tsx';
import { Empty, Loading } from '../base/components/empty.tsx';
import { Icon } from '../base/components/icon.tsx';
import { Moment } from '../base/components/moment.tsx';
import { PageBody } from '../base/components/page-frame.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Tile } from '../base/components/badge.tsx';
import type { PageProps } from '../base/mount.tsx';
import { asksToRemove, goTo, openSettings } from '../base/route.ts';
import { SalvageOffer } from './details/salvage-offer.tsx';
import { restoredLast } from './restored-last.ts';
import { WaysBack } from './ways-back.tsx';
import { messages } from '../../src/messages/windows.ts';
import { formatBytes } from '../../src/messages/format.ts';

/** A file on this computer is half of the way: this page stays until the other half is done, also after a restart. */
export const RestoredPage = ({ state }: PageProps): JSX.Element => {
  const { last, problem, isRead } = restoredLast.state.value;
  useEffect(() => void restoredLast.read(), []);
  return (
    <PageBody
      title={messages.restored.title}
      aside={
        <Button kind="quiet" icon="back" onClick={() => goTo('restore')}>
          {messages.restored.back}
        </Button>
      }
    >
      {problem && <ProblemCard problem={problem} />}
      {!isRead && problem === null && <Loading text={messages.common.loading} />}
      {isRead && last === null && (
        <Empty icon="download" title={messages.restored.none} hint={messages.restored.noneHint} />
      )}
      {last && <Restored last={last} isBorrowed={state.status.home === null} isBusy={state.running !== null} />}
    </PageBody>
  );
};

interface RestoredProps {
  readonly last: Described<LastRestore>;
  /** Nothing is backed up from here: it may be a computer that its user leaves again. */
  readonly isBorrowed: boolean;
  readonly isBusy: boolean;
}

const Restored = ({ last, isBorrowed, isBusy }: RestoredProps): JSX.Element => {
  const { restored } = last;
  return (
    <>
      <File last={last} />
      {restored.traps.length > 0 && (
        <section class="problem tone-warn" aria-label={messages.restored.first}>
          <div class="problem-icon">
            <Icon name="warning" size={22} />
          </div>
          <div class="problem-words selectable">
            <h2 class="problem-title">{messages.restored.first}</h2>
            {restored.traps.map((trap) => (
              <p key={trap}>{trap}</p>
            ))}
          </div>
        </section>
      )}
      <Card title={messages.restored.ways}>
        <WaysBack last={last} />
        <div>
          <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'restore-guide' })}>
            {messages.restore.guide}
          </Button>
        </div>
      </Card>
      {restored.key !== null && (
        <Card title={messages.restored.key}>
          <p class="selectable">{restored.key}</p>
        </Card>
      )}
      <details class="card">
        <summary>{messages.restored.damaged}</summary>
        <SalvageOffer file="saved" isBusy={isBusy} />
      </details>
      {isBorrowed && <LeaveComputer />}
    </>
  );
};

const File = ({ last: { restored, at } }: Pick<RestoredProps, 'last'>): JSX.Element => (
  <div class="card">
    <div class="restored">
      <Tile tone="ok" icon="check" small />
      <div class="stack-tight">
        <div class="strong">{restored.name}</div>
        <div class="quiet small dots">
          <span>{restored.instanceName}</span>
          <span>{messages.restore.whole(formatBytes(restored.bytes))}</span>
          <Moment iso={at} as="when" />
        </div>
        <div class="small selectable break">{restored.file}</div>
      </div>
      <div class="line">
        <Button icon="folder" onClick={() => void command('backups.show-restored', {})}>
          {messages.restore.showFile}
        </Button>
        <Button icon="copy" onClick={() => void command('backups.copy-restored', {})}>
          {messages.restored.copyPath}
        </Button>
      </div>
    </div>
  </div>
);

/** On a borrowed computer a sign-in must not stay behind. The question itself is the settings'. */
const LeaveComputer = (): JSX.Element => (
  <Card title={messages.restore.leave.title}>
    <p>{messages.restore.leave.text}</p>
    <div>
      <Button
        icon="trash"
        onClick={() => {
          asksToRemove.value = true;
          openSettings('advanced');
        }}
      >
        {messages.restore.leave.button}
      </Button>
    </div>
  </Card>
);
