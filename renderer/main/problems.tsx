import type { JSX } from 'preact';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { leadingProblem } from '../../src/messages/headline.ts';
import { ProblemButtons } from '../base/components/problem-card.tsx';
import { Icon } from '../base/components/icon.tsx';
import type { PageProps } from '../base/mount.tsx';
import { curesNow } from './cures-now.ts';
import { messages } from '../../src/messages/windows.ts';

/** What the headline does not name already, folded: one cause, one next step at a time. */
export const Problems = ({ state }: PageProps): JSX.Element | null => {
  const { status } = state;
  const first = leadingProblem(status);
  const others = status.problems.filter((problem) => problem !== first && problem.code !== 'settings.not-set-up');
  if (others.length === 0 || status.safety === 'not-set-up') return null;
  return (
    <section class="card others" aria-label={messages.home.problems.more(others.length)}>
      {others.map((problem) => (
        <Other key={problem.code} problem={problem} actions={curesNow(problem, state)} />
      ))}
    </section>
  );
};

interface OtherProps {
  readonly problem: WindowProblem;
  readonly actions: WindowProblem['actions'];
}

const Other = ({ problem, actions }: OtherProps): JSX.Element => (
  <details class="other tone-warn">
    <summary>
      <Icon name="warning" size={17} />
      <span>{problem.title}</span>
      <Icon name="down" size={15} />
    </summary>
    <div class="other-words selectable">
      <p>{problem.cause}</p>
      <p>{problem.next}</p>
      <ProblemButtons actions={actions} isMain={false} />
    </div>
  </details>
);
