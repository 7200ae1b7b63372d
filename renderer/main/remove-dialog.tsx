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
import { archiveOf, isInCloud, isInHome, keyOf, stateOf, titleOf } from './backup-rows.ts';
import { messages } from '../../src/messages/windows.ts';
import { formatExact } from '../../src/messages/dates.ts';
import { formatBytes } from '../../src/messages/format.ts';

interface RemoveDialogProps {
  /** At least one, all of them in iCloud. */
  readonly backups: readonly DescribedBackup[];
  /** True: they were deleted. */
  readonly onClose: (deleted: boolean) => void;
}

/** Says what goes, what stays and how it comes back, before anything goes. */
export const RemoveDialog = ({ backups, onClose }: RemoveDialogProps): JSX.Element => {
  const remove = useCommand('backups.remove');
  const { home, common } = messages;
  const [first] = backups;
  const archives = backups.flatMap((backup) => archiveOf(backup) ?? []);
  const run = async (): Promise<void> => {
    const result = await remove.run({ archives });
    if (result.ok) {
      for (const backup of backups) allInstances.forget(keyOf(backup));
      onClose(true);
    }
    // Some of them may be gone though it failed.
    await bothSides.load(false);
  };
  return (
    <Dialog
      title={home.remove.title(backups.length)}
      onClose={() => onClose(false)}
      buttons={
        <>
          <Button autoFocus onClick={() => onClose(false)}>
            {common.cancel}
          </Button>
          <Button
            kind="danger"
            {...(backups.length === 1 && first ? { label: home.remove.confirmOf(titleOf(first)) } : {})}
            pending={remove.pending}
            onClick={() => void run()}
          >
            {home.remove.confirm(backups.length)}
          </Button>
        </>
      }
    >
      <p>{home.remove.goes(backups.length)}</p>
      <Named backups={backups} />
      <Consequences backups={backups} />
      <p>{home.remove.back(backups.length)}</p>
      {archives.length === 1 && <p class="small selectable break">{withoutControls(archives[0] ?? '')}</p>}
      <p class="quiet">{home.remove.space}</p>
      <div>
        <Button kind="quiet" icon="external" onClick={() => void command('open', { place: 'cloud-trash' })}>
          {home.remove.open}
        </Button>
      </div>
      {remove.problem && <ProblemCard problem={remove.problem} alert actions={null} />}
    </Dialog>
  );
};

/** The newest of them; of many the rest is counted. */
const Named = ({ backups }: Pick<RemoveDialogProps, 'backups'>): JSX.Element => {
  const { remove } = messages.home;
  const shown = backups.slice(0, remove.shown);
  const bytes = backups.reduce((sum, { size }) => sum + (size ?? 0), 0);
  return (
    <ul class="well stack-tight">
      {shown.map((backup) => (
        <li key={backup.remote}>
          <span class="strong">{formatExact(backup.date)}</span>{' '}
          <span class="quiet small">
            {[backup.name, ...(backup.size === null ? [] : [formatBytes(backup.size)])].join(' · ')}
          </span>
        </li>
      ))}
      {backups.length > shown.length && (
        <li class="quiet">{remove.more(backups.length - shown.length, formatBytes(bytes))}</li>
      )}
    </ul>
  );
};

const Consequences = ({ backups }: Pick<RemoveDialogProps, 'backups'>): JSX.Element => {
  const { remove } = messages.home;
  const newest = viewState.value?.status.newestVerified?.archive;
  const hasNewest = newest !== undefined && backups.some((backup) => archiveOf(backup) === newest);
  const only = backups.filter((backup) => !isInHome(backup)).length;
  return (
    <>
      {hasNewest && <Caution text={remove.newest} />}
      {only > 0 && <Caution text={remove.onlyCopy(only, backups.length)} />}
      {only < backups.length && <p>{remove.staysInHome(backups.length - only)}</p>}
      <p>{remove.staying(stayingBeside(backups))}</p>
    </>
  );
};

/** Copies in iCloud that can be counted on, and do not go. */
const stayingBeside = (backups: readonly DescribedBackup[]): number => {
  const going = new Set(backups.map(keyOf));
  const all = bothSides.state.value.list?.backups ?? [];
  return all.filter((one) => isInCloud(one) && stateOf(one) !== 'damaged' && !going.has(keyOf(one))).length;
};

const Caution = ({ text }: { readonly text: string }): JSX.Element => (
  <p class="line-tight tone-warn toned">
    <Icon name="warning" size={16} />
    <span>{text}</span>
  </p>
);
