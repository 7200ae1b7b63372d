import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Field } from '../base/components/field.tsx';
import { useSignal } from '../base/signal.ts';

interface CommitFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string | null;
  readonly error: string | null;
  /** Whether it was taken. Empty is null. */
  readonly onCommit: (value: string | null) => Promise<boolean>;
}

/** One line that is saved when it is left, or with Enter. What was refused stays as it was typed. */
export const CommitField = ({ label, hint, value, error, onCommit }: CommitFieldProps): JSX.Element => {
  const typed = useSignal(value ?? '');
  useEffect(() => {
    typed.value = value ?? '';
  }, [value]);
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <input
          {...ids}
          class="input"
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
          onChange={() => {
            const text = typed.value.trim();
            if (text !== (value ?? '')) void onCommit(text === '' ? null : text);
          }}
        />
      )}
    </Field>
  );
};
