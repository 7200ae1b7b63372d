import { AppError, isCode } from '../errors/app-error.ts';
import type { NetworkIdentity } from '../ports/network.ts';
import { isLoopback, mayUseToken } from './token-rule.ts';

export interface TokenUseOptions {
  readonly token: () => Promise<string>;
  readonly confirmedNetworks: readonly string[];
  readonly network: NetworkIdentity;
}

/**
 * The one door through which the token leaves. It asks where the computer is before every use, and after a refusal it stays
 * shut: each further try counts towards a ban of this computer's address (facts 10.4).
 */
export class TokenUse {
  readonly #options: TokenUseOptions;
  #refused: AppError | undefined;

  constructor(options: TokenUseOptions) {
    this.#options = options;
  }

  /** Errors: `ha.away`, the remembered refusal, and those of the secret store. */
  async take(url: string): Promise<string> {
    await this.check(url);
    return this.#options.token();
  }

  /** The same without the token. */
  async check(url: string): Promise<void> {
    const refused = this.#refused;
    if (refused) throw new AppError(refused.code, { ...refused.facts, remembered: true });
    const { hostname, protocol } = new URL(url);
    if (protocol === 'https:' || isLoopback(hostname)) return;
    const network = await this.#options.network.current(hostname.replace(/^\[|\]$/g, ''));
    if (!mayUseToken(url, network, this.#options.confirmedNetworks)) {
      throw new AppError('ha.away', { url, connected: network !== undefined });
    }
  }

  /** Remembers an answer that makes every further try harmful; gives the error back. */
  heed(thrown: unknown): unknown {
    if (thrown instanceof AppError && isCode(thrown, 'ha.token-invalid', 'ha.not-admin')) this.#refused ??= thrown;
    return thrown;
  }
}
