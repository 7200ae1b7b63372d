import type { JSX } from 'preact';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useCommand } from '../base/use-command.ts';
import { Lines, showRemoved, type RemoveWhat } from './removed.tsx';

const words = settingsWords.remove;

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
      title={words.title[what]}
      onClose={onClose}
      buttons={
        <>
          <Button autoFocus onClick={onClose}>
            {words.cancel}
          </Button>
          <Button kind="danger" pending={pending} onClick={() => void remove()}>
            {pending ? words.working : words.confirm[what]}
          </Button>
        </>
      }
    >
      <h3>{words.goes}</h3>
      <Lines icon="cross" lines={words.parts[what]} />
      <h3>{words.stays}</h3>
      <Lines icon="check" lines={[words.stay(folder), ...words.stayToo[what]]} />
      {problem && <ProblemCard problem={problem} alert actions={null} />}
    </Dialog>
  );
};
