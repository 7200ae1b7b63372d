import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { command, viewState } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useCommand } from '../base/use-command.ts';
import { allInstances, bothSides } from './backup-list.ts';
import { withoutControls } from '../../src/shared/safe-text.ts';
import { archiveOf, isInHome, keyOf, titleOf } from './backup-rows.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatExact } from '../../src/messages/dates.ts';
import { formatBytes } from '../../src/messages/format.ts';

interface RemoveDialogProps {
  readonly backup: DescribedBackup;
  readonly onClose: () => void;
  readonly onRemoved?: () => void;
}

/** Says what goes and how it comes back, before anything goes. */
export const RemoveDialog = ({ backup, onClose, onRemoved }: RemoveDialogProps): JSX.Element => {
  const remove = useCommand('backups.remove');
  const archive = archiveOf(backup);
  const run = async (): Promise<void> => {
    if (archive === null) return;
    const result = await remove.run({ archive });
    if (!result.ok) return;
    allInstances.forget(keyOf(backup));
    onClose();
    onRemoved?.();
    await bothSides.load(false);
  };
  return (
    <Dialog
      title={messages.home.remove.title}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button
            kind="danger"
            label={messages.home.remove.confirmOf(titleOf(backup))}
            pending={remove.pending}
            onClick={() => void run()}
          >
            {messages.home.remove.confirm}
          </Button>
        </>
      }
    >
      <p>{messages.home.remove.goes}</p>
      <div class="well">
        <div class="strong">{backup.name}</div>
        <div class="quiet small">
          {[formatExact(backup.date), ...(backup.size === null ? [] : [formatBytes(backup.size)])].join(' · ')}
        </div>
      </div>
      <Consequences backup={backup} archive={archive} />
      <p>{messages.home.remove.back}</p>
      <p class="small selectable break">{archive === null ? '' : withoutControls(archive)}</p>
      <p class="quiet">{messages.home.remove.space}</p>
      <div>
        <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'cloud-trash' })}>
          {messages.home.remove.open}
        </Button>
      </div>
      {remove.problem && <ProblemCard problem={remove.problem} alert actions={null} />}
    </Dialog>
  );
};

const Consequences = ({
  backup,
  archive,
}: {
  readonly backup: DescribedBackup;
  readonly archive: string | null;
}): JSX.Element => {
  const isNewest = archive !== null && viewState.value?.status.newestVerified?.archive === archive;
  const inHome = isInHome(backup);
  return (
    <>
      {isNewest && (
        <p class="line-tight tone-warn toned">
          <Icon name="warning" size={16} />
          {messages.home.remove.newest}
        </p>
      )}
      <p class={inHome ? '' : 'line-tight tone-warn toned'}>
        {!inHome && <Icon name="warning" size={16} />}
        {inHome ? messages.home.remove.staysInHome : messages.home.remove.onlyCopy}
      </p>
    </>
  );
};
