import { opaque } from './random.ts';
import type { SignedIn } from './types.ts';

const TOKEN = 'X-APPLE-WEBAUTH-TOKEN';
const PCS = 'X-APPLE-WEBAUTH-PCS-Documents';

/** What the account has handed out and still honours. Several computers have their own tokens side by side. */
export class Sessions {
  readonly #trustTokens: Set<string>;
  /** Given by idmsa after a complete sign-in, changed into a web session by accountLogin. */
  readonly #loginTokens: Set<string>;
  readonly #webTokens: Set<string>;
  readonly #pcsTokens: Set<string>;
  /** Polls of requestPCS that are still answered "waiting"; undefined = until a device approves. */
  #pollsLeft: number | undefined;

  /** @param from - tokens that count from the beginning */
  constructor(from?: SignedIn) {
    this.#trustTokens = new Set(from?.trust);
    this.#loginTokens = new Set(from?.login);
    this.#webTokens = new Set(from?.web);
    this.#pcsTokens = new Set(from?.pcs);
  }

  newTrustToken(): string {
    const token = `HSARMTKNSRVX${opaque(150)}`;
    this.#trustTokens.add(token);
    return token;
  }

  trusts(tokens: unknown[]): boolean {
    return tokens.some((token) => typeof token === 'string' && this.#trustTokens.has(token));
  }

  newLoginToken(): string {
    const token = `st-${opaque(60)}`;
    this.#loginTokens.add(token);
    return token;
  }

  acceptsLogin(token: string): boolean {
    return this.#loginTokens.has(token);
  }

  newWebCookie(): string {
    const token = `v=2:t=${opaque(90)}`;
    this.#webTokens.add(token);
    return `${TOKEN}="${token}"; Path=/; Domain=.icloud.com; Secure; HttpOnly`;
  }

  webState(cookies: Map<string, string>): 'missing' | 'dead' | 'alive' {
    const token = cookies.get(TOKEN);
    if (token === undefined) return 'missing';
    return this.#webTokens.has(token) ? 'alive' : 'dead';
  }

  newPcsCookie(): string {
    const token = opaque(90);
    this.#pcsTokens.add(token);
    return `${PCS}="${token}"; Path=/; Domain=.icloud.com; Secure; HttpOnly`;
  }

  hasPcs(cookies: Map<string, string>): boolean {
    return this.#pcsTokens.has(cookies.get(PCS) ?? '');
  }

  approve(afterPolls: number): void {
    this.#pollsLeft = afterPolls;
  }

  /** One poll; true = the device has approved. */
  pollApproval(): boolean {
    if (this.#pollsLeft === undefined) return false;
    if (this.#pollsLeft === 0) return true;
    this.#pollsLeft -= 1;
    return false;
  }

  /** Every token that counts now. */
  tokens(): Omit<SignedIn, 'handedOut'> {
    return {
      trust: [...this.#trustTokens],
      login: [...this.#loginTokens],
      web: [...this.#webTokens],
      pcs: [...this.#pcsTokens],
    };
  }

  /** Whatever expires from now on lives again when the returned function is called. */
  save(): () => void {
    const all = [this.#trustTokens, this.#loginTokens, this.#webTokens, this.#pcsTokens];
    const saved = all.map((tokens) => [...tokens]);
    return () => all.forEach((tokens, index) => saved[index]?.forEach((token) => tokens.add(token)));
  }

  expireWeb(): void {
    this.#webTokens.clear();
  }

  expireTrust(): void {
    this.#trustTokens.clear();
  }

  dropPcs(): void {
    this.#pcsTokens.clear();
    this.#pollsLeft = undefined;
  }
}
