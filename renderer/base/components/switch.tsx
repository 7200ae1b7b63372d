import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

/** A row of a card that is on or off. Shows what is, not what was asked for: it moves when the new value has come. */
export const Switch = ({ label, hint, checked, onChange, disabled = false }: SwitchProps): JSX.Element => {
  const id = useId();
  return (
    <div class="row">
      <div class="row-words">
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <div id={`${id}-hint`} class="quiet small">
            {hint}
          </div>
        )}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        class="switch"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          const wanted = event.currentTarget.checked;
          event.currentTarget.checked = checked;
          onChange(wanted);
        }}
      />
    </div>
  );
};
