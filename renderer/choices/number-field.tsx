import './choices.css';
import type { JSX } from 'preact';
import { Field } from '../base/components/field.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly unit: string;
  readonly hint: string;
  /** As typed. */
  readonly value: string;
  readonly error: string | null;
  readonly onInput: (typed: string) => void;
  /** When the field is left or Enter is pressed. */
  readonly onCommit?: () => void;
}

/** A whole number. No `type=number`: it swallows what it does not like and turns with the mouse wheel. */
export const NumberField = ({ label, unit, hint, value, error, onInput, onCommit }: NumberFieldProps): JSX.Element => (
  <Field label={label} hint={hint} error={error}>
    {(ids) => (
      <span class="number-field">
        <input
          {...ids}
          class="input"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          value={value}
          onInput={(event) => {
            onInput(event.currentTarget.value);
          }}
          onChange={() => onCommit?.()}
        />
        <span>{unit}</span>
      </span>
    )}
  </Field>
);
