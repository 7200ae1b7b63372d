import type { JSX } from 'preact';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useCommand } from '../base/use-command.ts';
import { Lines, showRemoved, type RemoveWhat } from './removed.tsx';
import { messages } from '../../src/messages/windows.ts';

interface RemoveDialogProps {
  readonly what: RemoveWhat;
  /** In iCloud Drive, where known. */
  readonly folder: string | null;
  readonly onClose: () => void;
}

/** Says exactly what goes and what stays, before anything goes. */
export const RemoveDialog = ({ what, folder, onClose }: RemoveDialogProps): JSX.Element => {
  const { run, pending, problem } = useCommand('settings.remove-from-computer');
  const remove = async (): Promise<void> => {
    const answer = await run({ what });
    if (!answer.ok) return;
    showRemoved({ what, result: answer.value });
    onClose();
  };
  return (
    <Dialog
      title={messages.settings.remove.title[what]}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onClick={onClose}>
            {messages.settings.remove.cancel}
          </Button>
          <Button kind="danger" pending={pending} onClick={() => void remove()}>
            {pending ? messages.settings.remove.working : messages.settings.remove.confirm[what]}
          </Button>
        </>
      }
    >
      <h3>{messages.settings.remove.goes}</h3>
      <Lines icon="cross" lines={messages.settings.remove.parts[what]} />
      <h3>{messages.settings.remove.stays}</h3>
      <Lines icon="check" lines={[messages.settings.remove.stay(folder), ...messages.settings.remove.stayToo[what]]} />
      {problem && <ProblemCard problem={problem} alert actions={null} />}
    </Dialog>
  );
};
