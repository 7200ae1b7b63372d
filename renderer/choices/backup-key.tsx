import './backup-key.css';
import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import type { CommandInput } from '../../src/shared/contract/commands.ts';
import type { WindowProblem } from '../../src/shared/contract/described.ts';
import { Button } from '../base/components/button.tsx';
import { Dialog } from '../base/components/dialog.tsx';
import { ProblemCard } from '../base/components/problem-card.tsx';
import { Switch } from '../base/components/switch.tsx';
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

export interface BackupKeyDialogProps {
  readonly title: string;
  readonly lead: string;
  readonly confirm: string;
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
  readonly onGiven: (key: GivenKey) => void;
  readonly onClose: () => void;
}

/** Asks for the key of a backup: typed, or in an emergency kit that is chosen or dropped. Kept by nobody unless the user says so. */
export const BackupKeyDialog = (props: BackupKeyDialogProps): JSX.Element => {
  const { title, lead, confirm, pending, problem, onGiven, onClose } = props;
  const draft: Draft = {
    typed: useSignal(''),
    kit: useSignal<Kit | null>(null),
    remember: useSignal(false),
    error: useSignal<string | null>(null),
  };
  const { typed, kit, remember, error } = draft;
  const give = (): void => {
    const text = typed.value.trim();
    if (text === '' && kit.value === null) {
      error.value = messages.keys.field.need;
      return;
    }
    onGiven({
      ...(text === '' ? {} : { typed: text }),
      ...(kit.value === null ? {} : { kit: kit.value.bytes }),
      remember: remember.value,
    });
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={
        <>
          <Button onClick={onClose}>{messages.keys.close}</Button>
          <Button kind="primary" pending={pending} onClick={give}>
            {pending ? messages.keys.checking : confirm}
          </Button>
        </>
      }
    >
      <KeyForm
        lead={lead}
        draft={draft}
        problem={problem}
        onEnter={() => {
          if (!pending) give();
        }}
      />
    </Dialog>
  );
};

interface Draft {
  readonly typed: Signal<string>;
  readonly kit: Signal<Kit | null>;
  readonly remember: Signal<boolean>;
  readonly error: Signal<string | null>;
}

interface KeyFormProps extends Pick<BackupKeyDialogProps, 'lead' | 'problem'> {
  readonly draft: Draft;
  readonly onEnter: () => void;
}

const KeyForm = ({ lead, draft: { typed, kit, remember, error }, problem, onEnter }: KeyFormProps): JSX.Element => (
  <form
    class="stack"
    onSubmit={(event) => {
      event.preventDefault();
      onEnter();
    }}
  >
    <p class="quiet">{lead}</p>
    <TextField
      label={messages.keys.field.typed}
      hint={messages.keys.field.typedHint}
      error={error.value}
      secret
      autoFocus
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
    <Switch
      label={messages.keys.field.remember}
      hint={messages.keys.field.rememberHint}
      checked={remember.value}
      onChange={(wanted) => (remember.value = wanted)}
    />
    {problem && <ProblemCard problem={problem} alert actions={null} isMain={false} />}
  </form>
);

interface KitFieldProps {
  readonly kit: Kit | null;
  readonly onChange: (kit: Kit | null, trouble: string | null) => void;
}

const KitField = ({ kit, onChange }: KitFieldProps): JSX.Element => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const over = useSignal(false);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.size > maxKitBytes) onChange(null, messages.keys.field.tooBig);
    else onChange({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, null);
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
        {kit && (
          <>
            <span class="kit-name">{messages.keys.field.chosen(kit.name)}</span>
            <Button kind="quiet" onClick={() => onChange(null, null)}>
              {messages.keys.field.clear}
            </Button>
          </>
        )}
      </div>
    </div>
  );
};
