import type { JSX } from 'preact';
import { Button } from '../../base/components/button.tsx';
import { useSignal } from '../../base/signal.ts';
import { isInCloud } from '../backup-rows.ts';
import { RemoveDialog } from '../remove-dialog.tsx';
import { RestoreTrouble } from '../restore-trouble.tsx';
import { Tested } from '../tested.tsx';
import { useRestore } from '../use-restore.ts';
import { useTest } from '../use-test.ts';
import type { FoundBackup } from './find-backup.ts';
import { IntoHome } from './into-home.tsx';
import { closeDetails } from './open-details.ts';
import { Pin } from './pin.tsx';
import { messages } from '../../../src/messages/windows.ts';

interface ActionsProps {
  readonly found: FoundBackup;
  /** Something else is under way: they wait. */
  readonly isBusy: boolean;
}

/** What can be done with a backup that is in iCloud. */
export const Actions = ({ found: { backup, isOwn }, isBusy }: ActionsProps): JSX.Element | null => {
  const restore = useRestore();
  const test = useTest();
  const removing = useSignal(false);
  const placing = useSignal(false);
  if (!isInCloud(backup)) return null;
  return (
    <>
      <RestoreTrouble restore={restore} busy={isBusy} isMain={false} />
      <Tested use={test} />
      <div class="line" role="group" aria-label={messages.details.actions}>
        <Button kind="primary" icon="download" disabled={isBusy} onClick={() => restore.save(backup)}>
          {messages.restore.save}
        </Button>
        <Button icon="upload" disabled={isBusy} onClick={() => (placing.value = true)}>
          {messages.details.into.open}
        </Button>
        <Button icon="check" disabled={isBusy} onClick={() => test.test(backup)}>
          {messages.home.backups.test}
        </Button>
        {isOwn && (
          <Button icon="trash" disabled={isBusy} onClick={() => (removing.value = true)}>
            {messages.home.backups.remove}
          </Button>
        )}
      </div>
      <Pin backup={backup} isBusy={isBusy} />
      {placing.value && <IntoHome backup={backup} onClose={() => (placing.value = false)} />}
      {removing.value && (
        <RemoveDialog
          backups={[backup]}
          onClose={(deleted) => {
            removing.value = false;
            if (deleted) closeDetails();
          }}
        />
      )}
    </>
  );
};
