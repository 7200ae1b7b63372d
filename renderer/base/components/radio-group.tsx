import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ChoiceProps } from './choice.ts';

/** One of a few, all of them to be seen, each with a hint of its own where it needs one. */
export const RadioGroup = <Value extends string>(props: ChoiceProps<Value>): JSX.Element => {
  const { label, value, choices, onChange, disabled = false } = props;
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id} class="choices">
      <div id={id} class="strong">
        {label}
      </div>
      {choices.map((choice, index) => (
        <div key={choice.value} class="choice">
          <input
            type="radio"
            id={`${id}-${index}`}
            name={id}
            checked={choice.value === value}
            disabled={disabled}
            aria-describedby={choice.hint === undefined ? undefined : `${id}-${index}-hint`}
            onChange={() => {
              onChange(choice.value);
            }}
          />
          <label for={`${id}-${index}`}>{choice.label}</label>
          {choice.hint !== undefined && (
            <div id={`${id}-${index}-hint`} class="hint quiet small">
              {choice.hint}
            </div>
          )}
        </div>
      ))}
    </div>
  );
};

/** The same in one line, for filters. */
export const Segments = <Value extends string>(props: ChoiceProps<Value>): JSX.Element => {
  const { label, value, choices, onChange } = props;
  const id = useId();
  return (
    <div role="radiogroup" aria-label={label} class="segments">
      {choices.map((choice) => (
        <label key={choice.value} class="segment">
          <input
            type="radio"
            name={id}
            checked={choice.value === value}
            onChange={() => {
              onChange(choice.value);
            }}
          />
          {choice.label}
        </label>
      ))}
    </div>
  );
};
