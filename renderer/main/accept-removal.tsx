import type { JSX } from 'preact';
import { viewState } from '../base/bridge.ts';
import { asksAboutRemoval } from '../base/overlay.ts';
import { useCommand } from '../base/use-command.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { messages } from '../../src/messages/windows.ts';
import { formatExact } from '../../src/messages/dates.ts';

/** How many disappeared, and those of them that Home Assistant still has. */
const gone = (): { readonly count: number; readonly named: readonly string[] } => {
  const { problems = [], missing = [] } = viewState.value?.status ?? {};
  const { backups = 1, name } = problems.find(({ code }) => code === 'cloud.copy-vanished')?.facts ?? {};
  const known = missing
    .filter(({ problem }) => problem.code === 'cloud.copy-vanished')
    .map((backup) => [backup.name, formatExact(backup.date)].filter((part) => part !== '').join(', '));
  const named = known.length === 0 && typeof name === 'string' ? [name] : known;
  return { count: Math.max(typeof backups === 'number' ? backups : 1, named.length), named };
};

/** Answers for all of them at once; what it means is said before. */
export const AcceptRemoval = (): JSX.Element => {
  const { run, pending, problem } = useCommand('backups.accept-removal');
  const { count, named } = gone();
  const close = (): void => {
    asksAboutRemoval.value = false;
  };
  const accept = async (): Promise<void> => {
    if ((await run({})).ok) close();
  };
  const shown = named.slice(0, messages.removal.shown);
  return (
    <Dialog
      title={messages.removal.title(count)}
      onClose={close}
      buttons={
        <>
          <Button autoFocus onClick={close}>
            {messages.common.cancel}
          </Button>
          <Button kind="primary" pending={pending} onClick={() => void accept()}>
            {messages.removal.confirm(count)}
          </Button>
        </>
      }
    >
      <ul class="selectable">
        {shown.map((one, index) => (
          <li key={index}>{one}</li>
        ))}
        {count > shown.length && <li class="quiet">{messages.removal.more(count - shown.length)}</li>}
      </ul>
      <p>{messages.removal.meaning(count)}</p>
      {problem && <ProblemCard problem={problem} alert actions={null} />}
    </Dialog>
  );
};
