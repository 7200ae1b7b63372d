import { createHash, createHmac } from 'node:crypto';
import type { TokenKind } from './types.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

export interface User {
  readonly id: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

export interface RefreshToken {
  readonly id: string;
  readonly user: User;
  /** Null for one of a sign-in, which has a client instead. */
  readonly clientName: string | null;
  readonly clientId: string | null;
  /** Of a long-lived one the token itself, of a sign-in its access token. */
  readonly jwt: string;
  /** What a sign-in is revoked by. */
  readonly secret: string | null;
  readonly createdAt: string;
  lastUsedAt: string | null;
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Users, their tokens (HS256 JWTs as Home Assistant makes them) and the counter that leads to a ban. */
export class Auth {
  readonly owner: User;
  readonly plain: User;
  readonly #seed: string;
  readonly #banThreshold: number | undefined;
  readonly #tokens = new Map<string, RefreshToken>();
  #made = 0;
  #failures = 0;
  #refused = 0;
  banned = false;

  constructor(seed: string, banThreshold: number | undefined) {
    this.#seed = seed;
    this.#banThreshold = banThreshold;
    this.owner = { id: this.#hex('owner'), name: 'Test Owner', isAdmin: true };
    this.plain = { id: this.#hex('plain'), name: 'Plain User', isAdmin: false };
  }

  #hex(text: string): string {
    return createHash('md5').update(`${this.#seed} ${text}`).digest('hex');
  }

  get refused(): number {
    return this.#refused;
  }

  create(user: User, clientName: string, now: Date, lifespanDays = 3650): RefreshToken | undefined {
    const taken = [...this.#tokens.values()].some((token) => token.user === user && token.clientName === clientName);
    const seconds = Math.round((lifespanDays / 365) * YEAR_SECONDS);
    return taken ? undefined : this.#add(user, { clientName, clientId: null }, now, seconds);
  }

  /** What a code is exchanged for: access for half an hour, and what it is revoked by. */
  signIn(user: User, clientId: string, now: Date): RefreshToken {
    return this.#add(user, { clientName: null, clientId }, now, 1800);
  }

  #add(
    user: User,
    client: Pick<RefreshToken, 'clientName' | 'clientId'>,
    now: Date,
    lifespanSeconds: number,
  ): RefreshToken {
    const id = this.#hex(`${user.id} ${client.clientName ?? ''} ${(this.#made += 1)} ${now.getTime()}`);
    const iat = Math.floor(now.getTime() / 1000);
    const claims = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: id, iat, exp: iat + lifespanSeconds })}`;
    const signature = createHmac('sha256', this.#hex(`key ${id}`))
      .update(claims)
      .digest('base64url');
    const token = {
      id,
      user,
      ...client,
      jwt: `${claims}.${signature}`,
      secret: client.clientId === null ? null : this.#hex(`refresh ${id}`).repeat(4),
      createdAt: now.toISOString(),
      lastUsedAt: null,
    };
    this.#tokens.set(id, token);
    return token;
  }

  findSecret(secret: string): RefreshToken | undefined {
    return [...this.#tokens.values()].find((token) => token.secret === secret);
  }

  find(jwt: string): RefreshToken | undefined {
    return [...this.#tokens.values()].find((token) => token.jwt === jwt);
  }

  all(): RefreshToken[] {
    return [...this.#tokens.values()];
  }

  tokensOf(user: User): RefreshToken[] {
    return [...this.#tokens.values()].filter((token) => token.user === user);
  }

  remove(id: string): RefreshToken | undefined {
    const token = this.#tokens.get(id);
    this.#tokens.delete(id);
    return token;
  }

  /** Other users, as after a restore: nobody's token is known any more. */
  forgetAll(): void {
    this.#tokens.clear();
  }

  kindOf(jwt: string | undefined): TokenKind {
    if (jwt === undefined) return 'none';
    const user = this.find(jwt)?.user;
    if (!user) return 'bad';
    return user.isAdmin ? 'admin' : 'user';
  }

  /** Counts towards the ban: the answer to the attempt that reaches the threshold is still a 401. */
  countFailure(kind: TokenKind): void {
    if (kind === 'bad') this.#refused += 1;
    this.#failures += 1;
    if (this.#banThreshold !== undefined && this.#failures >= this.#banThreshold) this.banned = true;
  }

  /** Only a login on the WebSocket resets the counter, a good HTTP request does not. */
  countLogin(): void {
    this.#failures = 0;
  }
}
