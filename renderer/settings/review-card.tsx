import type { JSX } from 'preact';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { useSignal } from '../base/signal.ts';
import { useCommand } from '../base/use-command.ts';
import { messages } from '../../src/messages/windows.ts';

/** After a damaged settings file: what was lost, above everything that may have to be chosen again, until the user is content. */
export const ReviewCard = ({ problem }: { readonly problem: WindowProblem | undefined }): JSX.Element => {
  const { run, pending, problem: failed } = useCommand('settings.confirm');
  const isConfirmed = useSignal(false);
  const confirm = async (): Promise<void> => {
    isConfirmed.value = (await run({})).ok;
  };
  return (
    <>
      {problem && (
        <ProblemCard
          problem={problem}
          tone="warn"
          actions={
            <Button kind="primary" pending={pending} onClick={() => void confirm()}>
              {messages.settings.review.confirm}
            </Button>
          }
        />
      )}
      {failed && <ProblemCard problem={failed} alert actions={null} />}
      <p role="status" class={isConfirmed.value && !problem ? '' : 'hidden'}>
        {isConfirmed.value && !problem ? messages.settings.review.confirmed : ''}
      </p>
    </>
  );
};
