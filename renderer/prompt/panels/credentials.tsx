import { signal, useSignal, type Signal } from '../../base/signal.ts';
import type { JSX } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { isAppSpecificPassword } from '../../../src/shared/icloud/apple-password.ts';
import type { Status } from '../../../src/shared/status.ts';
import { Button } from '../../base/components/button.tsx';
import { TextField } from '../../base/components/text-field.tsx';
import { PanelFrame, PanelPlace, StepProblem } from '../panel-frame.tsx';
import type { Panel } from '../panel.ts';
import { useAsk } from '../use-ask.ts';
import { messages } from '../../../src/messages/windows.ts';

/** What was typed as account in this window; passwords are never kept. */
const typedAccount = signal('');

interface CredentialsProps {
  readonly panel: Extract<Panel, { readonly panel: 'credentials' }>;
  readonly secretStore: Status['secretStore'];
}

const passwordError = (password: string): string | null => {
  if (password === '') return messages.prompt.signIn.needPassword;
  if (!isAppSpecificPassword(password)) return null;
  const { title, cause, next } = messages.appPassword;
  return `${title}. ${cause} ${next}`;
};

const useFirstFieldFocus = (wanted: boolean, busy: boolean): { current: HTMLDivElement | null } => {
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Of two fields the one that is still empty or wrong.
    const fields = [...(form.current?.querySelectorAll<HTMLInputElement>('input:not(.hidden)') ?? [])];
    const next = fields.find((field) => field.getAttribute('aria-invalid') === 'true' || field.value === '');
    if (wanted && !busy) next?.focus();
  }, [busy]);
  return form;
};

/**
 * Apple account and password. What to expect is said before the first field. Where Apple only refused the password of a
 * known account, the password alone is asked for.
 */
export const Credentials = ({ panel, secretStore }: CredentialsProps): JSX.Element => {
  const { level } = useContext(PanelPlace);
  const password = useSignal('');
  const errors = useSignal<{ account: string | null; password: string | null }>({ account: null, password: null });
  const { ask, pending, problem } = useAsk();
  const busy = panel.busy || pending !== null;
  const form = useFirstFieldFocus(level === 1, busy);
  // In a page there is room to correct the account, too: a typing error there is refused with the same words.
  const known = level === 1 ? panel.account : null;
  const submit = (): void => {
    if (busy) return;
    const appleId = (known ?? typedAccount.value).trim();
    errors.value = {
      account: appleId.length < 3 ? messages.prompt.signIn.needAppleId : null,
      password: passwordError(password.value),
    };
    if (errors.value.account !== null || errors.value.password !== null) return;
    ask('icloud.start', { appleId, password: password.value });
    password.value = '';
  };
  return (
    <PanelFrame
      icon="person"
      title={known === null ? messages.prompt.signIn.heading : messages.prompt.signIn.wrong}
      takesFocus={level === 2}
      onSubmit={submit}
      buttons={
        <Button kind="primary" type="submit" pending={busy}>
          {messages.prompt.signIn.submit}
        </Button>
      }
    >
      {known === null && <Expectations />}
      <StepProblem problem={busy ? null : (panel.problem ?? problem)} />
      <div class="stack" ref={form}>
        {known === null ? (
          <Account value={typedAccount} error={errors.value.account} />
        ) : (
          <KnownAccount account={known} />
        )}
        <TextField
          label={messages.prompt.signIn.password}
          secret
          name="password"
          autoComplete="current-password"
          value={password.value}
          error={errors.value.password}
          hint={messages.prompt.signIn.passwordHint(
            secretStore === null ? messages.prompt.signIn.safely : messages.secretStore[secretStore],
          )}
          onInput={(typed) => {
            password.value = typed;
            errors.value = { ...errors.value, password: null };
          }}
        />
      </div>
    </PanelFrame>
  );
};

const Account = ({ value, error }: { readonly value: Signal<string>; readonly error: string | null }): JSX.Element => (
  <TextField
    label={messages.prompt.signIn.appleId}
    hint={messages.prompt.signIn.appleIdHint}
    name="apple-id"
    inputMode="email"
    autoComplete="username"
    value={value.value}
    error={error}
    onInput={(typed) => {
      value.value = typed;
    }}
  />
);

/** To be read, and for password managers to know whose password is asked for. */
const KnownAccount = ({ account }: { readonly account: string }): JSX.Element => (
  <>
    <p>{messages.prompt.account(account)}</p>
    <input
      type="text"
      class="hidden"
      autocomplete="username"
      value={account}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  </>
);

const Expectations = (): JSX.Element => (
  <div class="expect">
    <p class="strong">{messages.prompt.signIn.expectTitle}</p>
    <ul>
      {messages.prompt.signIn.expect.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </div>
);
