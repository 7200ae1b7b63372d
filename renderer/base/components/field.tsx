import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** What ties a control to its words. */
export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** Read out when it appears. */
  readonly error?: string | null;
  readonly children: (ids: FieldIds) => ComponentChildren;
}

/** Label, control, hint and error, tied together for those who cannot see that they stand together. */
export const Field = ({ label, hint, error = null, children }: FieldProps): JSX.Element => {
  const id = useId();
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === null ? [] : [`${id}-error`])];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-invalid': error !== null,
      })}
      {hint !== undefined && (
        <div id={`${id}-hint`} class="quiet small">
          {hint}
        </div>
      )}
      <div role="alert">
        {error !== null && (
          <div id={`${id}-error`} class="error small">
            <Icon name="octagon" size={15} />
            <span>{error}</span>
          </div>
        )}
      </div>
    </div>
  );
};
