import './backup-key.css';
import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import { Button } from '../base/components/button.tsx';
import { TextField } from '../base/components/text-field.tsx';
import { useSignal, type Signal } from '../base/signal.ts';
import { messages } from '../../src/messages/windows.ts';

/** A key as main takes it: it goes there, and nothing but facts comes back. */
export type GivenKey = NonNullable<CommandInput<'keys.check'>['key']>;

/** No emergency kit is larger (core/keys/emergency-kit.ts). */
const maxKitBytes = 64 * 1024;

interface Kit {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A key as far as it was typed, or its kit was chosen. */
export interface KeyDraft {
  readonly typed: Signal<string>;
  readonly kit: Signal<Kit | null>;
  readonly error: Signal<string | null>;
}

export const useKeyDraft = (): KeyDraft => ({
  typed: useSignal(''),
  kit: useSignal<Kit | null>(null),
  error: useSignal<string | null>(null),
});

/** Undefined: there is none, which is fine where the known keys may do. */
export const givenFrom = ({ typed, kit }: KeyDraft, remember = false): GivenKey | undefined => {
  const text = typed.value.trim();
  if (text === '' && kit.value === null) return undefined;
  return {
    ...(text === '' ? {} : { typed: text }),
    ...(kit.value === null ? {} : { kit: kit.value.bytes }),
    remember,
  };
};

/** Undefined: there is none, and the draft says so. */
export const neededFrom = (draft: KeyDraft, remember = false): GivenKey | undefined => {
  const given = givenFrom(draft, remember);
  if (given === undefined) draft.error.value = messages.keys.field.need;
  return given;
};

interface KeyFieldsProps {
  readonly draft: KeyDraft;
  /** Default: what the key is called, and how it looks. */
  readonly label?: string;
  readonly hint?: string;
  readonly autoFocus?: boolean;
}

/** The key of a backup: typed, or in an emergency kit that is chosen or dropped. */
export const KeyFields = ({
  draft: { typed, kit, error },
  label,
  hint,
  autoFocus = false,
}: KeyFieldsProps): JSX.Element => (
  <>
    <TextField
      label={label ?? messages.keys.field.typed}
      hint={hint ?? messages.keys.field.typedHint}
      error={error.value}
      secret
      autoFocus={autoFocus}
      value={typed.value}
      onInput={(text) => {
        typed.value = text;
        error.value = null;
      }}
    />
    <KitField
      kit={kit.value}
      onChange={(next, trouble) => {
        kit.value = next;
        error.value = trouble;
      }}
    />
  </>
);

interface KitFieldProps {
  readonly kit: Kit | null;
  readonly onChange: (kit: Kit | null, trouble: string | null) => void;
}

type Read = { readonly kit: Kit } | { readonly trouble: string };

const readKit = async (file: File): Promise<Read> => {
  if (file.size > maxKitBytes) return { trouble: messages.keys.field.tooBig };
  try {
    return { kit: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } };
  } catch {
    // A folder was dropped, or the file is gone by now.
    return { trouble: messages.keys.field.unreadable };
  }
};

const KitField = ({ kit, onChange }: KitFieldProps): JSX.Element => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const over = useSignal(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const read = await readKit(file);
    if ('kit' in read) onChange(read.kit, null);
    else onChange(null, read.trouble);
  };
  return (
    <div
      role="group"
      aria-labelledby={id}
      class={`kit-field${over.value ? ' kit-field-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => (over.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        over.value = false;
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <div id={id} class="strong">
        {messages.keys.field.kit}
      </div>
      <input
        ref={input}
        type="file"
        accept=".txt,text/plain"
        class="kit-input"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
      <div class="line">
        <Button icon="folder" onClick={() => input.current?.click()}>
          {messages.keys.field.choose}
        </Button>
        {kit === null && <span class="quiet small">{messages.keys.field.drop}</span>}
      </div>
      <div role="status" class="line small">
        {kit && <Chosen kit={kit} onClear={() => onChange(null, null)} />}
      </div>
    </div>
  );
};

const Chosen = ({ kit, onClear }: { readonly kit: Kit; readonly onClear: () => void }): JSX.Element => (
  <>
    <span class="kit-name">{messages.keys.field.chosen(kit.name)}</span>
    <Button kind="quiet" onClick={onClear}>
      {messages.keys.field.clear}
    </Button>
  </>
);
