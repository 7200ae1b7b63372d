import type { IncomingMessage, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Home } from './home.ts';

export type Headers = [string, string][];

/** How a request is answered, decided before anything is sent: a promise where a body is streamed. */
export type Answer = () => unknown;

/** Headers that Core's own middleware puts on every answer that it does not stream. */
const coreHeaders: Headers = [
  ['Referrer-Policy', 'no-referrer'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Server', ''],
  ['X-Frame-Options', 'SAMEORIGIN'],
];

/** One request on its way to an answer; headers go out in exactly this order, as recorded. */
export class Exchange {
  readonly home: Home;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly #onStatus: (status: number) => void;

  constructor(home: Home, request: IncomingMessage, response: ServerResponse, onStatus: (status: number) => void) {
    this.home = home;
    this.request = request;
    this.response = response;
    this.#onStatus = onStatus;
  }

  get date(): [string, string] {
    return ['Date', this.home.clock.now().toUTCString()];
  }

  get banner(): [string, string] {
    return ['Server', this.home.traits.banner];
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  begin(status: number, headers: Headers): void {
    this.#onStatus(status);
    this.response.sendDate = false;
    // Node would add its own; aiohttp sends none on a connection that stays open.
    this.response.removeHeader('Connection');
    this.response.writeHead(status, STATUS_CODES[status] ?? '', headers.flat());
  }

  /** Type, then Core's headers, then length and date: an answer of Core itself. */
  core(status: number, body: string, type: string | undefined, extra: Headers = []): void {
    const head: Headers = [
      ...extra,
      ...(type === undefined ? [] : [['Content-Type', type] satisfies [string, string]]),
    ];
    const length: [string, string] = ['Content-Length', String(Buffer.byteLength(body))];
    this.begin(status, [...head, ...coreHeaders, length, this.date]);
    this.response.end(body);
  }

  /** Headers of a streamed or file answer of Core, up to what the caller adds. */
  file(status: number, headers: Headers, own: Headers): void {
    this.begin(status, [...headers, ...coreHeaders, ...own, this.date]);
  }

  json(body: unknown, status = 200, extra: Headers = []): void {
    const type: [string, string] = ['Content-Type', 'application/json'];
    const head = this.home.traits.typeLast ? [...extra, type] : [type, ...extra];
    this.core(status, JSON.stringify(body), undefined, head);
  }

  /** Plain status with aiohttp's words. */
  text(status: number, extra: Headers = []): void {
    this.core(status, `${status}: ${STATUS_CODES[status] ?? ''}`, 'text/plain; charset=utf-8', extra);
  }

  empty(status: number): void {
    this.core(status, '', undefined);
  }

  /** An answer of the web server below Core: ban, malformed path. */
  below(status: number): void {
    const body = `${status}: ${STATUS_CODES[status] ?? ''}`;
    const length: [string, string] = ['Content-Length', String(body.length)];
    this.begin(status, [['Content-Type', 'text/plain; charset=utf-8'], length, this.date, this.banner]);
    this.response.end(body);
  }

  /** A handler that raised: aiohttp answers by itself and closes. */
  trouble(): void {
    const body = '500 Internal Server Error\n\nServer got itself in trouble';
    const length: [string, string] = ['Content-Length', String(body.length)];
    const type: [string, string] = ['Content-Type', 'text/plain; charset=utf-8'];
    this.begin(500, [type, length, this.date, this.banner, ['Connection', 'close']]);
    this.response.end(body);
  }

  unauthorized(): void {
    const url = `${this.origin}/.well-known/oauth-protected-resource`;
    const hint: Headers = [['WWW-Authenticate', `Bearer resource_metadata="${url}"`]];
    this.text(401, this.home.traits.resourceMetadata ? hint : []);
  }

  methodNotAllowed(allowed: string): void {
    const body = '405: Method Not Allowed';
    const headers: Headers = [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['Allow', allowed],
    ];
    this.begin(405, [...headers, ...coreHeaders, ['Content-Length', String(body.length)], this.date]);
    this.response.end(this.request.method === 'HEAD' ? undefined : body);
  }

  get origin(): string {
    const scheme = 'encrypted' in this.request.socket ? 'https' : 'http';
    return `${scheme}://${this.header('host') ?? ''}`;
  }
}
