import type { JSX } from 'preact';
import type { DescribedBackup } from '../../src/shared/contract/described.ts';
import { formatBytes } from '../../src/shared/words/format.ts';
import { commonWords, formatWhen } from '../../src/shared/words/windows/common.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import { command, viewState } from '../base/bridge.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { now } from '../base/now.ts';
import { useCommand } from '../base/use-command.ts';
import { bothSides } from './backup-list.ts';
import { archiveOf, isInHome } from './backup-rows.ts';

const words = homeWords.remove;

interface RemoveDialogProps {
  readonly backup: DescribedBackup;
  readonly onClose: () => void;
}

/** Says what goes and how it comes back, before anything goes. */
export const RemoveDialog = ({ backup, onClose }: RemoveDialogProps): JSX.Element => {
  const remove = useCommand('backups.remove');
  const archive = archiveOf(backup);
  const run = async (): Promise<void> => {
    if (archive === null) return;
    const result = await remove.run({ archive });
    if (!result.ok) return;
    onClose();
    await bothSides.load(false);
  };
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onClick={onClose}>
            {commonWords.cancel}
          </Button>
          <Button kind="danger" pending={remove.pending} onClick={() => void run()}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <p>{words.goes}</p>
      <div class="well">
        <div class="strong">{backup.name}</div>
        <div class="quiet small">
          {[formatWhen(backup.date, now.value), ...(backup.size === null ? [] : [formatBytes(backup.size)])].join(
            ' · ',
          )}
        </div>
      </div>
      <Consequences backup={backup} archive={archive} />
      <p>{words.back}</p>
      <p class="small selectable break">{archive}</p>
      <p class="quiet">{words.space}</p>
      <div>
        <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'icloud-recently-deleted' })}>
          {words.open}
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
          {words.newest}
        </p>
      )}
      <p class={inHome ? '' : 'line-tight tone-warn toned'}>
        {!inHome && <Icon name="warning" size={16} />}
        {inHome ? words.staysInHome : words.onlyCopy}
      </p>
    </>
  );
};
