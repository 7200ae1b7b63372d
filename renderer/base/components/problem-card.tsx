import type { ComponentChildren, JSX } from 'preact';
import { useSignal } from '../signal.ts';
import type { WindowProblem } from '../../../src/shared/contract/described.ts';
import type { ProblemAction } from '../../../src/shared/contract/problem-actions.ts';
import { carryOut } from '../problem-actions.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { messages } from '../../../src/messages/windows.ts';

interface ProblemCardProps {
  readonly problem: WindowProblem;
  /** `warn` where nothing is in danger yet. */
  readonly tone?: 'danger' | 'warn';
  /** Buttons of the place where it is shown, instead of the usual ones; null = none. */
  readonly actions?: ComponentChildren;
  /** Read out when it appears: for the answer to something that the user just did. */
  readonly alert?: boolean;
  /** False beside something else that is to be ended first: no button stands out then. */
  readonly isMain?: boolean;
}

/** One problem: what it is, why it is, what to do, and the button for it. */
export const ProblemCard = ({
  problem,
  tone = 'danger',
  actions,
  alert = false,
  isMain = true,
}: ProblemCardProps): JSX.Element => (
  <section class={`problem tone-${tone}`} role={alert ? 'alert' : undefined} aria-label={problem.title}>
    <div class="problem-icon">
      <Icon name={tone === 'danger' ? 'octagon' : 'warning'} size={22} />
    </div>
    <div class="problem-words selectable">
      <h2 class="problem-title">{problem.title}</h2>
      <p>{problem.cause}</p>
      <p>{problem.next}</p>
    </div>
    {actions === undefined ? (
      <ProblemButtons actions={problem.actions} isMain={isMain} />
    ) : (
      actions !== null && <div class="problem-actions">{actions}</div>
    )}
  </section>
);

interface ProblemButtonsProps {
  readonly actions: readonly ProblemAction[];
  /** False where another problem is the one to be ended first. */
  readonly isMain?: boolean;
}

/** The first one stands out. */
export const ProblemButtons = ({ actions, isMain = true }: ProblemButtonsProps): JSX.Element | null => {
  const pending = useSignal<ProblemAction | null>(null);
  if (actions.length === 0) return null;
  const run = async (action: ProblemAction): Promise<void> => {
    pending.value = action;
    await carryOut(action);
    pending.value = null;
  };
  return (
    <div class="problem-actions">
      {actions.map((action, index) => (
        <Button
          key={action}
          kind={isMain && index === 0 ? 'primary' : 'plain'}
          pending={pending.value === action}
          onClick={() => void run(action)}
        >
          {messages.cures[action]}
        </Button>
      ))}
    </div>
  );
};
