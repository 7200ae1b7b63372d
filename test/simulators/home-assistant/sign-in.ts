import { createHash, randomBytes } from 'node:crypto';
import type { User } from './auth.ts';
import type { Home } from './home.ts';
import type { Answer, Exchange } from './responses.ts';

/** Who can sign in on the page, and with what: the owner, and a user who is no administrator. */
export const passwords = { owner: 'owner-password', plain: 'plain-password' } as const;

interface Code {
  readonly user: User;
  readonly clientId: string;
  readonly challenge: string | null;
}

/** Codes that were handed out and not exchanged yet. */
const codesOf = new WeakMap<Home, Map<string, Code>>();

const codes = (home: Home): Map<string, Code> => {
  const known = codesOf.get(home) ?? new Map<string, Code>();
  codesOf.set(home, known);
  return known;
};

/** The sign-in of OAuth as components/auth does it. Its page is a plain form here, the real one a program in the browser. */
export function signInRoutes(exchange: Exchange, url: URL): Record<string, Answer> {
  return {
    '/auth/authorize': () =>
      exchange.request.method === 'POST' ? signIn(exchange, url.searchParams) : page(exchange, url.searchParams),
    '/auth/token': () => token(exchange),
    '/auth/revoke': () => revoke(exchange),
  };
}

/** IndieAuth as Home Assistant checks it where nothing has to be fetched: one origin, on this computer or in the home. */
function isClient(clientId: string | null, redirect: string | null): boolean {
  if (clientId === null || redirect === null || !URL.canParse(clientId) || !URL.canParse(redirect)) return false;
  const [client, to] = [new URL(clientId), new URL(redirect)];
  const local = /^(127\.|10\.|192\.168\.|localhost$)/.test(client.hostname);
  return client.origin === to.origin && client.username === '' && client.hash === '' && local;
}

const html = 'text/html; charset=utf-8';

function page(exchange: Exchange, query: URLSearchParams, error = ''): void {
  if (!isClient(query.get('client_id'), query.get('redirect_uri'))) {
    exchange.core(400, 'Invalid client id or redirect uri', html);
    return;
  }
  const form = `<form method="post"><label>Username <input name="username"></label>
    <label>Password <input name="password" type="password"></label><button>Log in</button></form>`;
  exchange.core(200, `<!doctype html><title>Home Assistant</title><h1>Welcome home!</h1><p>${error}</p>${form}`, html);
}

async function signIn(exchange: Exchange, query: URLSearchParams): Promise<void> {
  const { home } = exchange;
  const form = await formOf(exchange);
  const name = form.get('username');
  const known = name === 'owner' || name === 'plain' ? name : undefined;
  const [clientId, redirect] = [query.get('client_id'), query.get('redirect_uri')];
  if (!isClient(clientId, redirect) || known === undefined || form.get('password') !== passwords[known]) {
    page(exchange, query, 'Invalid username or password');
    return;
  }
  const code = randomBytes(16).toString('hex');
  codes(home).set(code, {
    user: home.auth[known],
    clientId: clientId ?? '',
    challenge: home.traits.errorTranslations ? query.get('code_challenge') : null,
  });
  const to = new URL(redirect ?? '');
  to.searchParams.set('code', code);
  to.searchParams.set('state', query.get('state') ?? '');
  exchange.text(302, [['Location', to.href]]);
}

async function token(exchange: Exchange): Promise<void> {
  const { home } = exchange;
  const form = await formOf(exchange);
  const no = (status: number, error: string, words: string): void =>
    exchange.core(status, JSON.stringify({ error, error_description: words }), 'application/json');
  if (form.get('grant_type') !== 'authorization_code') {
    no(400, 'unsupported_grant_type', '');
    return;
  }
  const code = takeCode(home, form.get('code'), form.get('client_id'));
  if (!code) {
    no(400, 'invalid_request', 'Invalid code');
    return;
  }
  const verifier = form.get('code_verifier');
  if (code.challenge !== null && (verifier === null || challengeOf(verifier) !== code.challenge)) {
    no(400, 'invalid_grant', 'Invalid code verifier');
    return;
  }
  if (code.challenge === null && verifier !== null && home.traits.errorTranslations) {
    no(400, 'invalid_request', 'Code verifier provided but no code challenge was present');
    return;
  }
  const made = home.auth.signIn(code.user, code.clientId, home.clock.now());
  exchange.json({
    access_token: made.jwt,
    token_type: 'Bearer',
    refresh_token: made.secret,
    expires_in: 1800,
    ha_auth_provider: 'homeassistant',
  });
}

/** Whatever comes of it, a code is good once. */
function takeCode(home: Home, code: string | null, clientId: string | null): Code | undefined {
  const found = codes(home).get(code ?? '');
  if (found?.clientId !== clientId) return undefined;
  codes(home).delete(code ?? '');
  return found;
}

async function revoke(exchange: Exchange): Promise<void> {
  const { auth } = exchange.home;
  const found = auth.findSecret((await formOf(exchange)).get('token') ?? '');
  if (found) auth.remove(found.id);
  exchange.empty(200);
}

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

async function formOf({ request }: Exchange): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString('utf8');
  return new URLSearchParams(text);
}
