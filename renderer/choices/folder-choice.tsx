import { useSignal } from '../base/signal.ts';
import type { JSX } from 'preact';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { RadioGroup } from '../base/components/radio-group.tsx';
import { messages } from '../../src/messages/windows.ts';

export type FolderChange = NonNullable<CommandInput<'setup.folder'>['how']>;

interface FolderChoiceProps {
  /** `cloud.folder-changed`, with where the copies are and where new ones would go. */
  readonly problem: WindowProblem;
  readonly pending: boolean;
  readonly onChoose: (how: FolderChange) => void;
  readonly onClose: () => void;
}

const textOf = (fact: unknown): string => (typeof fact === 'string' ? fact : '');

/** A new folder beside a full old one looks like everything was lost: what is meant, only the user can say. */
export const FolderChoice = ({ problem, pending, onChoose, onClose }: FolderChoiceProps): JSX.Element => {
  const how = useSignal<FolderChange>('move');
  return (
    <Dialog
      title={messages.choices.folder.moves}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{messages.choices.back}</Button>
          <Button
            kind="primary"
            pending={pending}
            onClick={() => {
              onChoose(how.value);
            }}
          >
            {messages.choices.folder.apply}
          </Button>
        </>
      }
    >
      <RadioGroup
        label={messages.choices.folder.how(textOf(problem.facts['from']), textOf(problem.facts['to']))}
        value={how.value}
        choices={[
          { value: 'move', label: messages.choices.folder.move },
          { value: 'anew', label: messages.choices.folder.anew },
          { value: 'renamed', label: messages.choices.folder.renamed },
        ]}
        onChange={(chosen) => {
          how.value = chosen;
        }}
      />
    </Dialog>
  );
};
