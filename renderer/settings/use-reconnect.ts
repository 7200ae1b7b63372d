import { useSignal } from '../base/signal.ts';
import { useCommand, type CommandUse } from '../base/use-command.ts';
import { looksLikeAddress } from '../choices/address.ts';
import { isOfToken, type Trust } from '../choices/connect-problem.tsx';
import { confirmSaved } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

export interface Reconnect extends Pick<CommandUse<'setup.connect'>, 'pending' | 'problem'> {
  readonly address: string;
  readonly token: string;
  readonly addressError: string | null;
  readonly tokenError: string | null;
  readonly typeAddress: (text: string) => void;
  readonly typeToken: (text: string) => void;
  readonly connect: (trust?: Trust) => void;
}

/** Another address, token or certificate: tried first, kept when Home Assistant answers. */
export const useReconnect = (known: string): Reconnect => {
  const typed = useSignal<string | null>(null);
  const token = useSignal('');
  const trust = useSignal<Trust>({});
  const addressError = useSignal<string | null>(null);
  const { run, pending, problem } = useCommand('setup.connect');
  const connect = async (more: Trust): Promise<void> => {
    const url = (typed.value ?? known).trim();
    addressError.value = looksLikeAddress(url) ? null : messages.choices.token.badAddress;
    if (addressError.value !== null || pending) return;
    trust.value = { ...trust.value, ...more };
    const secret = token.value.trim();
    const result = await run({ url, ...(secret === '' ? {} : { token: secret }), ...trust.value });
    if (!result.ok) return;
    token.value = '';
    typed.value = null;
    trust.value = {};
    confirmSaved('connection');
  };
  const wantsToken = problem !== null && isOfToken(problem);
  return {
    pending,
    problem,
    address: typed.value ?? known,
    token: token.value,
    addressError: addressError.value,
    tokenError: wantsToken ? messages.choices.token.another : null,
    typeAddress: (text) => {
      typed.value = text;
      trust.value = {};
      addressError.value = null;
    },
    typeToken: (text) => {
      token.value = text;
    },
    connect: (more = {}) => void connect(more),
  };
};
