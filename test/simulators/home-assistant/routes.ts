import { coreConfig } from './core-config.ts';
import { download } from './download.ts';
import { proxy } from './proxy.ts';
import type { Answer, Exchange } from './responses.ts';
import { deviceRoute, webhook } from './routes-devices.ts';
import { signInRoutes } from './sign-in.ts';
import type { LogEntry } from './types.ts';
import { upload } from './upload.ts';

/** Core refuses these before it looks at anything else. */
const malformed = /\/\.\.\/|^\/api\/hassio\/[^?]*%/;
const WEBHOOK_PATH = /^\/api\/webhook\/([^/]+)$/;
const DOWNLOAD_PATH = /^\/api\/backup\/download\/([^/]+)$/;

function bearer(exchange: Exchange): string | undefined {
  const header = exchange.header('authorization');
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : undefined;
}

/** The log line of a request; its status is filled in when the answer begins. */
export function logLine(exchange: Exchange): LogEntry {
  const { method = '', url = '' } = exchange.request;
  const range = exchange.header('range');
  const ifMatch = exchange.header('if-match');
  const encoding = exchange.header('accept-encoding');
  return {
    kind: 'http',
    // The query of a sign-in holds its state: the path says enough.
    what: `${method} ${url.startsWith('/auth/') ? url.replace(/\?.*/, '') : url}`,
    token: exchange.home.auth.kindOf(bearer(exchange)),
    ...(range === undefined ? {} : { range }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(encoding === undefined ? {} : { acceptEncoding: encoding }),
  };
}

/** Bans, faults and malformed paths come before everything else. */
function refusal(exchange: Exchange, path: string): Answer | undefined {
  const { auth, faults } = exchange.home;
  if (auth.banned || faults.take(['ban', 'http-403'])) return () => exchange.below(403);
  if (malformed.test(path)) return () => exchange.below(400);
  const redirect = faults.take(['redirect']);
  const location = redirect?.location ?? 'http://127.0.0.1:9/';
  return redirect && (() => exchange.text(302, [['Location', location]]));
}

/** Decides how a request is answered. */
export function route(exchange: Exchange): Answer {
  const raw = exchange.request.url ?? '/';
  const refused = refusal(exchange, raw);
  if (refused) return refused;
  const url = new URL(raw, 'http://simulator');
  const open = openRoutes(exchange)[url.pathname] ?? signInRoutes(exchange, url)[url.pathname];
  if (open) return open;
  const hook = WEBHOOK_PATH.exec(url.pathname)?.[1];
  if (hook !== undefined) return () => webhook(exchange, hook);
  if (url.pathname.startsWith('/api/')) return api(exchange, url);
  return () => exchange.text(404);
}

/** What needs a token. The proxy judges it by itself and counts no failure. */
function api(exchange: Exchange, url: URL): Answer {
  const { home } = exchange;
  const kind = home.auth.kindOf(bearer(exchange));
  const denied = home.faults.take(['http-401']) !== undefined;
  if (url.pathname.startsWith('/api/hassio/') && home.supervisor) {
    const path = url.pathname.slice('/api/hassio/'.length);
    return proxy(exchange, home.supervisor, path, url.searchParams, kind === 'admin' && !denied);
  }
  if (kind === 'bad' || kind === 'none' || denied) {
    home.auth.countFailure(denied ? 'bad' : kind);
    return () => exchange.unauthorized();
  }
  return authorized(exchange, url, kind === 'admin');
}

function authorized(exchange: Exchange, url: URL, isAdmin: boolean): Answer {
  const { home } = exchange;
  const backupId = DOWNLOAD_PATH.exec(url.pathname)?.[1];
  if (backupId !== undefined && home.traits.backupApi && home.state !== 'starting') {
    return download(exchange, backupId, url.searchParams, isAdmin);
  }
  if (url.pathname === '/api/backup/upload' && exchange.request.method === 'POST' && home.state !== 'starting') {
    return () => upload(exchange, url.searchParams, isAdmin);
  }
  if (url.pathname === '/api/') return () => exchange.json({ message: 'API running.' });
  if (url.pathname === '/api/config') return () => exchange.json(coreConfig(home));
  return deviceRoute(exchange, url.pathname, bearer(exchange)) ?? (() => exchange.text(404));
}

/** What needs no token. */
function openRoutes(exchange: Exchange): Record<string, Answer> {
  const json =
    (body: unknown): Answer =>
    () =>
      exchange.json(body);
  return {
    '/manifest.json': () => exchange.core(200, JSON.stringify(webManifest), 'application/manifest+json; charset=utf-8'),
    '/auth/providers': json({
      providers: [{ name: 'Home Assistant Local', id: null, type: 'homeassistant' }],
      preselect_remember_me: true,
    }),
    '/api/onboarding': json(['user', 'core_config', 'analytics', 'integration'].map((step) => ({ step, done: true }))),
    '/.well-known/oauth-authorization-server': json(oauthMetadata(exchange)),
    '/api/websocket': () => exchange.text(400),
  };
}

const webManifest = {
  background_color: '#FFFFFF',
  description: 'Home automation platform that puts local control and privacy first.',
  dir: 'ltr',
  display: 'standalone',
  id: '/?homescreen=1',
  lang: 'en-US',
  name: 'Home Assistant',
  short_name: 'Home Assistant',
  start_url: '/?homescreen=1',
  theme_color: '#2980b9',
};

function oauthMetadata(exchange: Exchange): unknown {
  const { traits } = exchange.home;
  const base = traits.absoluteMetadata ? exchange.origin : '';
  const newest = traits.errorTranslations;
  return {
    authorization_endpoint: `${base}/auth/authorize`,
    token_endpoint: `${base}/auth/token`,
    revocation_endpoint: `${base}/auth/revoke`,
    ...(newest
      ? {
          grant_types_supported: ['authorization_code', 'refresh_token'],
          token_endpoint_auth_methods_supported: ['none'],
          revocation_endpoint_auth_methods_supported: ['none'],
        }
      : {}),
    ...(traits.resourceMetadata ? { client_id_metadata_document_supported: true } : {}),
    ...(newest ? { code_challenge_methods_supported: ['S256'] } : {}),
    response_types_supported: ['code'],
    service_documentation: newest
      ? 'https://contributors.home-assistant.io/core/internals/auth-api/'
      : 'https://developers.home-assistant.io/docs/auth_api',
    ...(traits.absoluteMetadata ? { issuer: base } : {}),
  };
}
