import type { JSX } from 'preact';
import { useSignal } from '@preact/signals';
import type { LogoutResult } from '../../src/shared/status.ts';
import { settingsWords } from '../../src/shared/words/windows/settings.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { goTo } from '../base/route.ts';
import { useCommand } from '../base/use-command.ts';
import { forgetDraft } from '../setup/draft.ts';

const words = settingsWords.remove;

interface RemoveDialogProps {
  readonly what: 'apple' | 'all';
  /** In iCloud Drive, where known. */
  readonly folder: string | null;
  readonly onClose: () => void;
}

/** Says exactly what goes and what stays, before and after. */
export const RemoveDialog = ({ what, folder, onClose }: RemoveDialogProps): JSX.Element => {
  const { run, pending, problem } = useCommand('settings.remove-from-computer');
  const result = useSignal<LogoutResult | null>(null);
  const remove = async (): Promise<void> => {
    const answer = await run({ what });
    if (answer.ok) result.value = answer.value;
  };
  const leave = (): void => {
    onClose();
    if (result.value === null || what !== 'all') return;
    forgetDraft();
    goTo('setup');
  };
  if (result.value !== null) {
    return (
      <Dialog
        title={words.done}
        onClose={leave}
        buttons={
          <Button kind="primary" onClick={leave}>
            {words.close}
          </Button>
        }
      >
        <Removed result={result.value} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={words.title[what]}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button kind="danger" pending={pending} onClick={() => void remove()}>
            {pending ? words.working : words.confirm[what]}
          </Button>
        </>
      }
    >
      <h3>{words.goes}</h3>
      <Lines icon="cross" lines={words.parts[what]} />
      <h3>{words.stays}</h3>
      <Lines icon="check" lines={[words.stay(folder)]} />
      {problem && <ProblemCard problem={problem} alert actions={null} />}
    </Dialog>
  );
};

const Removed = ({ result: { removed, kept, problems } }: { readonly result: LogoutResult }): JSX.Element => (
  <div class="stack" role="status">
    <Lines icon="cross" lines={removed.map((part) => words.removed[part])} />
    <Lines icon="check" lines={kept.map((what) => words.kept(what))} />
    {problems.map((problem) => (
      <ProblemCard key={problem.code} problem={problem} actions={null} />
    ))}
  </div>
);

interface LinesProps {
  readonly icon: 'cross' | 'check';
  readonly lines: readonly string[];
}

const Lines = ({ icon, lines }: LinesProps): JSX.Element => (
  <ul class="remove-lines">
    {lines.map((line) => (
      <li key={line}>
        <Icon name={icon} size={16} />
        <span>{line}</span>
      </li>
    ))}
  </ul>
);
