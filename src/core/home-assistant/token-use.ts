import { refusesToken } from '../../shared/problems/rules.ts';
import { AppError, isSuch } from '../errors/app-error.ts';
import type { NetworkIdentity } from '../ports/network.ts';
import { routeOf, type Route } from './route.ts';
import { isThisComputer, mayGoInClear } from './token-rule.ts';

export interface TokenUseOptions {
  readonly token: () => Promise<string>;
  readonly confirmedNetworks: readonly string[];
  /** The one plain http origin that the user allowed; null: none. This computer itself needs no leave. */
  readonly allowedOrigin: string | null;
  readonly network: NetworkIdentity;
}

/** A token, and where it may go: for plain http the judged addresses, for https anywhere that proves itself. */
export interface TakenToken {
  readonly token: string;
  readonly route: Route | undefined;
}

/**
 * The one door through which the token leaves. It asks where the computer is before every use, and after a refusal it stays
 * shut: each further try counts towards a ban of this computer's address (facts#refusals-and-bans).
 */
export class TokenUse {
  readonly #options: TokenUseOptions;
  #refused: AppError | undefined;

  constructor(options: TokenUseOptions) {
    this.#options = options;
  }

  /** Errors: `ha.away`, `ha.unencrypted`, the remembered refusal, and those of the secret store. */
  async take(url: string): Promise<TakenToken> {
    const { route, isHere } = await this.#judge(url);
    const { origin } = new URL(url);
    if (route && !isHere && origin !== this.#options.allowedOrigin) throw new AppError('ha.unencrypted', { url });
    return { token: await this.#options.token(), route };
  }

  /** The way for questions without a token: away from home nothing there is even asked who it is. */
  async route(url: string): Promise<Route | undefined> {
    return (await this.#judge(url)).route;
  }

  /** Whether a token for this base URL crosses a network in clear. Errors: those of `route`. */
  async isInClear(url: string): Promise<boolean> {
    const { route, isHere } = await this.#judge(url);
    return route !== undefined && !isHere;
  }

  /** Remembers an answer that makes every further try harmful; gives the error back. */
  heed(thrown: unknown): unknown {
    if (isSuch(thrown, refusesToken)) this.#refused ??= thrown;
    return thrown;
  }

  /** Looks the host up once: only the addresses that were judged are connected to afterwards. */
  async #judge(url: string): Promise<{ readonly route: Route | undefined; readonly isHere: boolean }> {
    const refused = this.#refused;
    if (refused) throw new AppError(refused.code, { ...refused.facts, remembered: true });
    const { hostname, protocol } = new URL(url);
    if (protocol === 'https:') return { route: undefined, isHere: false };
    const { network, confirmedNetworks } = this.#options;
    const host = hostname.replace(/^\[|\]$/g, '');
    const reaches = await network.reach(host);
    if (mayGoInClear(reaches, confirmedNetworks))
      return { route: routeOf(reaches), isHere: reaches.every(isThisComputer) };
    const here = await network.current(host);
    // At home, but the name is not known there: Home Assistant is off, not this computer away.
    if (reaches.length === 0 && here !== undefined && confirmedNetworks.includes(here))
      throw new AppError('ha.unreachable', { url, reason: 'ENOTFOUND' });
    throw new AppError('ha.away', { url, connected: here !== undefined });
  }
}
