import { createHash, randomBytes } from 'node:crypto';

/** One attempt to be let in: what the browser is sent to, and what only this program knows of it. */
export interface Authorization {
  /** Home Assistant's own page, on the address that was tested. */
  readonly page: string;
  readonly clientId: string;
  /** Comes back with the code: who does not know it was not asked by us. */
  readonly state: string;
  /** Secret; undefined where this Home Assistant does not know PKCE. */
  readonly verifier: string | undefined;
}

/** Secret of 32 random bytes, 43 characters. */
const newSecret = (): string => randomBytes(32).toString('base64url');

export const newState = newSecret;

/**
 * The address of the page that asks its user. Client and redirect are one origin, so that Home Assistant fetches nothing
 * (facts#signing-in).
 *
 * @param origin - where the answer is waited for
 */
export const authorizationOn = (url: string, origin: string, state: string, hasPkce: boolean): Authorization => {
  const clientId = `${origin}/`;
  const verifier = hasPkce ? newSecret() : undefined;
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: clientId,
    state,
    ...(verifier === undefined ? {} : { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }),
  });
  return { page: `${url}/auth/authorize?${query.toString()}`, clientId, state, verifier };
};

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
