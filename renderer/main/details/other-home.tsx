import type { JSX } from 'preact';
import { Button } from '../../base/components/button.tsx';
import { TextField } from '../../base/components/text-field.tsx';
import { useSignal, type Signal } from '../../base/signal.ts';
import { ConnectProblem, type Trust } from '../../choices/connect-problem.tsx';
import type { IntoHomeUse } from './use-into-home.ts';
import { messages } from '../../../src/messages/windows.ts';

interface Typed {
  readonly url: Signal<string>;
  readonly token: Signal<string>;
  readonly trust: Signal<Trust>;
  readonly error: string | null;
  readonly go: (more?: Trust) => void;
}

const useTyped = (into: IntoHomeUse): Typed => {
  const words = messages.details.into;
  const url = useSignal('');
  const token = useSignal('');
  const trust = useSignal<Trust>({});
  const error = useSignal<string | null>(null);
  const go = (more: Trust = {}): void => {
    error.value = url.value.trim() === '' || token.value.trim() === '' ? words.need : null;
    if (error.value !== null || into.pending) return;
    trust.value = { ...trust.value, ...more };
    into.choose({ url: url.value.trim(), token: token.value.trim(), ...trust.value });
  };
  return { url, token, trust, error: error.value, go };
};

/** A new Home Assistant on the day of the fire: its address, and a token that somebody made there. */
export const OtherHomeForm = ({ into, size }: { readonly into: IntoHomeUse; readonly size: string }): JSX.Element => {
  const words = messages.details.into;
  const { url, token, trust, error, go } = useTyped(into);
  return (
    <form
      class="stack-small"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <p>{words.where}</p>
      <p class="quiet">{words.what(size)}</p>
      <TextField
        label={words.address}
        hint={words.addressHint}
        inputMode="url"
        autoFocus
        value={url.value}
        onInput={(typed) => {
          url.value = typed;
          trust.value = {};
        }}
      />
      <TextField
        secret
        label={words.token}
        hint={words.tokenHint}
        value={token.value}
        error={error}
        onInput={(typed) => (token.value = typed)}
      />
      {into.problem && (
        <ConnectProblem
          problem={into.problem}
          pending={into.pending}
          onTrust={go}
          onRetry={go}
          onAddress={(to) => {
            url.value = to;
            go();
          }}
        />
      )}
      <div>
        <Button type="submit" kind="primary" pending={into.pending}>
          {words.connect}
        </Button>
      </div>
    </form>
  );
};
