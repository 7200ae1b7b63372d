import '../backups.css';
import '../tested.css';
import './details.css';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DescribedBackup } from '../../../src/shared/contract/described.ts';
import { viewState } from '../../base/bridge.ts';
import { Button } from '../../base/components/button.tsx';
import { Dialog } from '../../base/components/dialog.tsx';
import { Icon } from '../../base/components/icon.tsx';
import { Moment } from '../../base/components/moment.tsx';
import { ProblemCard } from '../../base/components/problem-card.tsx';
import { RunningView } from '../../base/components/running-view.tsx';
import { useSignal } from '../../base/signal.ts';
import { useCommand } from '../../base/use-command.ts';
import { bothSides } from '../backup-list.ts';
import { archiveOf, isInCloud } from '../backup-rows.ts';
import { Actions } from './actions.tsx';
import { Facts } from './facts.tsx';
import { findBackup, type FoundBackup } from './find-backup.ts';
import { Inside } from './inside.tsx';
import { useCopy } from './use-inside.ts';
import { closeDetails } from './open-details.ts';
import { ProofList } from './proof-list.tsx';
import { messages } from '../../../src/messages/windows.ts';
import { formatBytes } from '../../../src/messages/format.ts';

export interface DetailsProps {
  /** `keyOf` the backup. */
  readonly copy: string;
}

/** One backup: how far it is proven, what is known of it, and everything that can be done with it. Lies over the page. */
export const BackupDetails = ({ copy }: DetailsProps): JSX.Element => {
  const found = findBackup(copy);
  // What it was last: it may be gone from the list while somebody reads this.
  const last = useRef(found);
  if (found) last.current = found;
  const isSetUp = viewState.value?.status.home != null;
  useEffect(() => {
    // What was seen last: asks nobody.
    if (isSetUp && bothSides.state.value.list === null) void bothSides.load(false);
  }, [isSetUp]);
  const shown = found ?? last.current;
  return (
    <Dialog
      title={shown?.backup.name ?? messages.home.backups.title}
      size="page"
      onClose={closeDetails}
      buttons={
        <Button autoFocus onClick={closeDetails}>
          {messages.common.close}
        </Button>
      }
    >
      {found === null && (
        <p class="line-tight" role="status">
          <Icon name="info" size={16} />
          {messages.details.gone}
        </p>
      )}
      {shown && <Body found={shown} isThere={found !== null} />}
    </Dialog>
  );
};

const Body = ({ found, isThere }: { readonly found: FoundBackup; readonly isThere: boolean }): JSX.Element => {
  const { backup } = found;
  const settings = useCommand('settings.read');
  const retentionDays = useSignal<number | null>(null);
  useEffect(() => {
    if (!found.isOwn) return;
    void settings.run({}).then((answer) => {
      if (answer.ok) retentionDays.value = answer.value.retentionDays;
    });
  }, [found.isOwn]);
  const running = viewState.value?.running ?? null;
  return (
    <>
      <Summary backup={backup} />
      {running && (
        <div class="well">
          <RunningView running={running} />
        </div>
      )}
      {backup.trouble && <ProblemCard problem={backup.trouble} actions={null} />}
      {isThere && <Actions found={found} isBusy={running !== null} />}
      {isThere && isInCloud(backup) && (
        <>
          <h3>{messages.details.inside.title}</h3>
          <InsideCopy backup={backup} isBusy={running !== null} />
        </>
      )}
      <h3>{messages.details.proof.title}</h3>
      <ProofList backup={backup} />
      <h3>{messages.details.facts.title}</h3>
      <Facts backup={backup} retentionDays={retentionDays.value} />
    </>
  );
};

const InsideCopy = ({
  backup,
  isBusy,
}: {
  readonly backup: DescribedBackup;
  readonly isBusy: boolean;
}): JSX.Element => {
  const { lead, files, filesOf } = messages.details.inside;
  return <Inside source={useCopy(backup)} salvages="choose" words={{ lead, files, filesOf }} isBusy={isBusy} />;
};

const Summary = ({ backup }: { readonly backup: DescribedBackup }): JSX.Element => {
  const words = messages.home.backups;
  const isNewest = archiveOf(backup) !== null && archiveOf(backup) === viewState.value?.status.newestVerified?.archive;
  return (
    <div class="stack-tight">
      <div class="quiet small dots">
        <Moment iso={backup.date} as="when" />
        <span>{backup.instance}</span>
        {backup.size !== null && <span>{formatBytes(backup.size)}</span>}
        <span>{words.protection(backup.protected, backup.plainParts !== undefined)}</span>
        {backup.haVersion !== null && <span>{messages.details.facts.needs(backup.haVersion)}</span>}
      </div>
      {isNewest && (
        <div class="line-tight small tone-ok toned">
          <Icon name="shield" size={15} />
          {messages.details.newest}
        </div>
      )}
    </div>
  );
};
