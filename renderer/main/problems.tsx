import type { JSX } from 'preact';
import type { WindowState } from '../../src/shared/contract/views.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import { ProblemButtons, ProblemCard } from '../base/components/problem-card.tsx';
import { Icon } from '../base/components/icon.tsx';

const words = homeWords.problems;

/** The gravest one in full, the others folded: one cause, one next step at a time. Being not set up has its own page. */
export const Problems = ({ status }: { readonly status: WindowState['status'] }): JSX.Element | null => {
  const [first, ...others] = status.problems.filter(({ code }) => code !== 'settings.not-set-up');
  if (first === undefined || status.safety === 'not-set-up') return null;
  return (
    <div class="stack-small">
      <ProblemCard key={first.code} problem={first} tone={status.safety === 'danger' ? 'danger' : 'warn'} />
      {others.length > 0 && (
        <section class="card others" aria-label={words.more(others.length)}>
          {others.map((problem) => (
            <Other key={problem.code} problem={problem} />
          ))}
        </section>
      )}
    </div>
  );
};

const Other = ({ problem }: { readonly problem: WindowProblem }): JSX.Element => (
  <details class="other tone-warn">
    <summary>
      <Icon name="warning" size={17} />
      <span>{problem.title}</span>
      <Icon name="down" size={15} />
    </summary>
    <div class="other-words selectable">
      <p>{problem.cause}</p>
      <p>{problem.next}</p>
      <ProblemButtons actions={problem.actions} />
    </div>
  </details>
);
