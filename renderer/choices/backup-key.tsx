import type { JSX } from 'preact';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Switch } from '../base/components/switch.tsx';
import { useSignal } from '../base/signal.ts';
import { KeyFields, neededFrom, useKeyDraft, type GivenKey } from './key-fields.tsx';
import { messages } from '../../src/messages/windows.ts';

export interface BackupKeyDialogProps {
  readonly title: string;
  readonly lead: string;
  readonly confirm: string;
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
  readonly onGiven: (key: GivenKey) => void;
  readonly onClose: () => void;
}

/** Asks for the key of a backup: typed, or in an emergency kit that is chosen or dropped. Kept by nobody unless the user says so. */
export const BackupKeyDialog = (props: BackupKeyDialogProps): JSX.Element => {
  const { title, lead, confirm, pending, problem, onGiven, onClose } = props;
  const draft = useKeyDraft();
  const remember = useSignal(false);
  const give = (): void => {
    const given = neededFrom(draft, remember.value);
    if (given !== undefined) onGiven(given);
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{messages.keys.close}</Button>
          <Button kind="primary" pending={pending} onClick={give}>
            {pending ? messages.keys.checking : confirm}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending) give();
        }}
      >
        <p class="quiet">{lead}</p>
        <KeyFields draft={draft} autoFocus />
        <Switch
          label={messages.keys.field.remember}
          hint={messages.keys.field.rememberHint}
          checked={remember.value}
          onChange={(wanted) => (remember.value = wanted)}
        />
        {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
      </form>
    </Dialog>
  );
};
