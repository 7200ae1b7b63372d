import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { codeLength, digitsOf } from './code.ts';
import { messages } from '../../src/messages/windows.ts';

interface CodeFieldProps {
  readonly code: string;
  readonly busy: boolean;
  /** Ids of what explains the field or says what is wrong with it. */
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly onCode: (digits: string) => void;
}

const boxes = Array.from({ length: codeLength }, (_, index) => index);

/**
 * Six boxes to the eye, one field to everything else: screen readers, paste, and the system that fills in codes. No
 * `maxLength`, which would cut a pasted "123 456" before its blank is taken out.
 */
export const CodeField = ({ code, busy, describedBy, invalid, onCode }: CodeFieldProps): VNode => {
  const field = useRef<HTMLInputElement>(null);
  // At the start, and again when an answer came back: the next thing to do is typing.
  useEffect(() => {
    if (!busy) field.current?.focus();
  }, [busy]);
  return (
    <div class="code-field">
      <div class="code-boxes" aria-hidden="true">
        {boxes.map((box) => (
          <span
            key={box}
            class={box === Math.min(code.length, codeLength - 1) ? 'code-box code-box-next' : 'code-box'}
          />
        ))}
      </div>
      <input
        ref={field}
        id="code"
        class="code-input"
        type="text"
        inputMode="numeric"
        autocomplete="one-time-code"
        autocapitalize="off"
        spellcheck={false}
        aria-label={messages.prompt.code.label}
        aria-describedby={describedBy}
        aria-invalid={invalid}
        readOnly={busy}
        value={code}
        onInput={(event) => {
          const digits = digitsOf(event.currentTarget.value);
          event.currentTarget.value = digits;
          onCode(digits);
        }}
      />
    </div>
  );
};
