import './choices.css';
import type { JSX } from 'preact';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { Icon } from '../base/components/icon.tsx';

/** One sentence for the place of the field it is about. */
export const errorText = (problem: WindowProblem | null): string | null => {
  if (problem === null) return null;
  const { code, title, cause } = problem;
  return code === 'settings.invalid' ? cause : `${title}. ${cause}`;
};

/** For controls that have no place of their own for an error. */
export const SectionError = ({ problem }: { readonly problem: WindowProblem | null }): JSX.Element => (
  <div role="alert" class="section-error">
    {problem && (
      <div class="error small">
        <Icon name="octagon" size={15} />
        <span>{errorText(problem)}</span>
      </div>
    )}
  </div>
);
