import type { JSX } from 'preact';
import type { Described } from '../../src/shared/contract/described.ts';
import type { LogoutResult } from '../../src/shared/status.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { Icon } from '../base/components/icon.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { overlay } from '../base/overlay.ts';
import { goTo } from '../base/route.ts';
import { forgetDraft } from '../setup/draft.ts';
import { messages } from '../../src/messages/windows.ts';

export type RemoveWhat = 'apple' | 'all';

interface Removal {
  readonly what: RemoveWhat;
  readonly result: Described<LogoutResult>;
}

/** What came of a removal, until it was read: main may lead to another page before its answer is here. */
export const showRemoved = (removal: Removal): void => {
  overlay.value = <RemovedDialog {...removal} />;
};

/** Where something could not be removed the token may be among it; on a computer that only restored there never was one. */
const leavesToken = (what: RemoveWhat, { removed, problems }: Removal['result']): boolean =>
  what === 'all' && !removed.includes('own-token') && (removed.includes('ha-token') || problems.length > 0);

/** Over whatever page is shown: what went, what is kept, and above all what could not be removed. */
const RemovedDialog = ({ what, result }: Removal): JSX.Element => {
  const leave = (): void => {
    overlay.value = null;
    if (what !== 'all') return;
    forgetDraft();
    // What is left can be tried again there.
    goTo(result.problems.length > 0 ? 'settings' : 'setup');
  };
  return (
    <Dialog
      title={result.problems.length > 0 ? messages.settings.remove.doneInPart : messages.settings.remove.done[what]}
      onClose={leave}
      buttons={
        <Button kind="primary" autoFocus onClick={leave}>
          {messages.settings.remove.close}
        </Button>
      }
    >
      <div class="stack" role="status">
        {result.problems.map((problem) => (
          <ProblemCard key={problem.code} problem={problem} actions={null} />
        ))}
        <Lines icon="cross" lines={result.removed.map((part) => messages.settings.remove.removed[part])} />
        <Lines
          icon="check"
          lines={[
            ...result.kept.map(messages.settings.remove.kept),
            ...(leavesToken(what, result) ? [messages.settings.remove.token] : []),
          ]}
        />
      </div>
    </Dialog>
  );
};

interface LinesProps {
  readonly icon: 'cross' | 'check';
  readonly lines: readonly string[];
}

export const Lines = ({ icon, lines }: LinesProps): JSX.Element => (
  <ul class="remove-lines">
    {lines.map((line) => (
      <li key={line}>
        <Icon name={icon} size={16} />
        <span>{line}</span>
      </li>
    ))}
  </ul>
);
