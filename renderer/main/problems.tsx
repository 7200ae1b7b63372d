import type { JSX } from 'preact';
import type { Problem } from '../../src/shared/run-report.ts';
import type { Status } from '../../src/shared/status.ts';
import { describeProblem } from '../../src/shared/words.ts';
import { homeWords } from '../../src/shared/words/windows/home.ts';
import { ProblemButtons, ProblemCard } from '../base/components/problem-card.tsx';
import { Icon } from '../base/components/icon.tsx';
import { problemActions } from '../base/problem-actions.ts';

const words = homeWords.problems;

/** The gravest one in full, the others folded: one cause, one next step at a time. Being not set up has its own page. */
export const Problems = ({ status }: { readonly status: Status }): JSX.Element | null => {
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

const Other = ({ problem }: { readonly problem: Problem }): JSX.Element => {
  const { title, cause, next } = describeProblem(problem.code, problem.facts);
  return (
    <details class="other tone-warn">
      <summary>
        <Icon name="warning" size={17} />
        <span>{title}</span>
        <Icon name="down" size={15} />
      </summary>
      <div class="other-words selectable">
        <p>{cause}</p>
        <p>{next}</p>
        <ProblemButtons actions={problemActions(problem.code)} />
      </div>
    </details>
  );
};
