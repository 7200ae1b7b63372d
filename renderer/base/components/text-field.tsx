import type { ComponentChildren, JSX } from 'preact';
import { takeFocus } from '../take-focus.ts';
import { Field } from './field.tsx';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: ComponentChildren;
  readonly error?: string | null;
  /** Hidden while it is typed. */
  readonly secret?: boolean;
  readonly inputMode?: 'text' | 'email' | 'url' | 'numeric';
  readonly placeholder?: string;
  readonly autoComplete?: 'off' | 'username' | 'current-password' | 'one-time-code' | 'url';
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly name?: string;
}

/** One line of text. What is typed here is somebody's address, token or name: nothing corrects or checks its spelling. */
export const TextField = ({
  label,
  value,
  onInput,
  hint,
  error,
  secret = false,
  ...props
}: TextFieldProps): JSX.Element => (
  <Field label={label} hint={hint} error={error ?? null}>
    {(ids) => {
      const attributes = {
        ...ids,
        class: 'input',
        name: props.name,
        value,
        placeholder: props.placeholder,
        autocomplete: props.autoComplete ?? 'off',
        'data-focus': props.autoFocus === true ? '' : undefined,
        ref: props.autoFocus === true ? takeFocus : null,
        disabled: props.disabled ?? false,
        autocapitalize: 'off',
        autocorrect: 'off',
        spellcheck: false,
        onInput: (event: InputEvent & { readonly currentTarget: HTMLInputElement }) => {
          onInput(event.currentTarget.value);
        },
      } as const;
      return secret ? (
        <input type="password" {...attributes} />
      ) : (
        <input type="text" inputMode={props.inputMode ?? 'text'} {...attributes} />
      );
    }}
  </Field>
);
