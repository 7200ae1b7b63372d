import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

/** The windows' own scheme: registered before `ready`, answered from out/renderer alone. */
export const appScheme = 'app';
const appHost = 'bundle';
/** A page in out/renderer. */
export type Page = 'index' | 'prompt';
export const pageUrl = (page: Page): string => `${appScheme}://${appHost}/${page}.html`;

/** Whether an address is one of our pages' or files'. */
export const isAppUrl = (url: string): boolean => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.protocol === `${appScheme}:` && parsed.host === appHost;
};

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What the bundle consists of; any other file is none of a window's business. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** Answers requests for `app://` with files below `root`, and with nothing else. */
export const serveApp =
  (root: string) =>
  async (request: Pick<Request, 'url' | 'method'>): Promise<Response> => {
    const file = request.method === 'GET' ? fileOf(request.url, resolve(root)) : undefined;
    const type = file === undefined ? undefined : types[extname(file)];
    if (file === undefined || type === undefined) return notFound();
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: { ...headers, 'content-type': type } });
    } catch {
      // Missing, or a folder: the same to a window.
      return notFound();
    }
  };

const notFound = (): Response => new Response(null, { status: 404, headers });

/** The file that is meant, if it lies below `root`. `..` may hide behind percent signs, which URL leaves as they are. */
const fileOf = (url: string, root: string): string | undefined => {
  if (!isAppUrl(url)) return undefined;
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    if (/[\0\\:]/.test(path)) return undefined;
    const file = resolve(root, `.${path}`);
    return file.startsWith(root + sep) ? file : undefined;
  } catch {
    return undefined;
  }
};
