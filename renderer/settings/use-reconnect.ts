import { useSignal } from '../base/signal.ts';
import { useCommand, type CommandUse } from '../base/use-command.ts';
import { looksLikeAddress } from '../choices/address.ts';
import { isOfToken, type Trust } from '../choices/connect-problem.tsx';
import { giveUpSignIn } from '../choices/give-up-sign-in.ts';
import { confirmSaved } from './use-settings.ts';
import { messages } from '../../src/messages/windows.ts';

type Way = 'sign-in' | 'token';

export interface Reconnect extends Pick<CommandUse<'setup.connect'>, 'pending' | 'problem'> {
  /** For what is done in the browser. */
  readonly waiting: boolean;
  readonly address: string;
  readonly token: string;
  readonly addressError: string | null;
  readonly tokenError: string | null;
  readonly typeAddress: (text: string) => void;
  readonly typeToken: (text: string) => void;
  /** By the token that was pasted, else by the stored one. */
  readonly connect: () => void;
  readonly signIn: () => void;
  /** The way that was gone last, trusting what is given. */
  readonly again: (trust?: Trust) => void;
}

/** Another address, token or certificate: tried first, kept when Home Assistant answers. */
export const useReconnect = (known: string): Reconnect => {
  const typed = useSignal<string | null>(null);
  const token = useSignal('');
  const trust = useSignal<Trust>({});
  const addressError = useSignal<string | null>(null);
  const way = useSignal<Way>('token');
  const byToken = useCommand('setup.connect');
  const byPage = useCommand('setup.sign-in');
  const ask = (next: Way, url: string): ReturnType<typeof byPage.run> => {
    if (next === 'sign-in') return byPage.run({ url, ...trust.value });
    if (byPage.pending) giveUpSignIn();
    const secret = token.value.trim();
    return byToken.run({ url, ...(secret === '' ? {} : { token: secret }), ...trust.value });
  };
  const go = async (next: Way, more: Trust = {}): Promise<void> => {
    const url = (typed.value ?? known).trim();
    addressError.value = looksLikeAddress(url) ? null : messages.choices.token.badAddress;
    if (addressError.value !== null || byToken.pending) return;
    way.value = next;
    trust.value = { ...trust.value, ...more };
    const result = await ask(next, url);
    if (!result.ok) return;
    token.value = '';
    typed.value = null;
    trust.value = {};
    confirmSaved('connection');
  };
  const { problem } = way.value === 'token' ? byToken : byPage;
  const wantsToken = byToken.problem !== null && problem === byToken.problem && isOfToken(problem);
  return {
    pending: byToken.pending,
    waiting: byPage.pending,
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
    connect: () => void go('token'),
    signIn: () => void go('sign-in'),
    again: (more) => void go(way.value, more),
  };
};
