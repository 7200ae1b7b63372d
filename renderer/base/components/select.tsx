import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ChoiceProps } from './choice.ts';

interface SelectProps<Value extends string> extends ChoiceProps<Value> {
  readonly hint?: string;
}

/** A row of a card: what is chosen on the left, the list on the right. */
export const Select = <Value extends string>(props: SelectProps<Value>): JSX.Element => {
  const { label, hint, value, choices, onChange, disabled = false } = props;
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
      <div class="row-control">
        <select
          id={id}
          class="select"
          value={value}
          disabled={disabled}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => {
            const chosen = choices[event.currentTarget.selectedIndex];
            if (chosen) onChange(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.label}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
};
