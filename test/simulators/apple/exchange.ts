import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HandedOut } from './handed-out.ts';
import { parseJson } from './json.ts';
import type { RequestLog } from './log.ts';
import type { LogEntry } from './types.ts';

/** No API request is larger: it is refused instead of being collected. */
const MAX_API_BODY = 4 * 1024 * 1024;

/** An answer to an API request. */
export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  /** A string is sent as it is, anything else as JSON, undefined as no body at all. */
  body?: unknown;
}

/** An API request, read to its end. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  cookies: Map<string, string>;
  body: unknown;
}

function parseCookies(header: string | undefined): Map<string, string> {
  const pairs = (header ?? '').split(/;\s*/u).filter(Boolean);
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals), pair.slice(equals + 1).replace(/^"(.*)"$/u, '$1')];
    }),
  );
}

/** One request and its answer, with their entry in the log. */
export class Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly entry: LogEntry;
  readonly url: URL;
  readonly #log: RequestLog;
  readonly #handedOut: HandedOut;
  readonly #rawSocket: Socket;

  constructor(parts: {
    req: IncomingMessage;
    res: ServerResponse;
    entry: LogEntry;
    url: URL;
    log: RequestLog;
    handedOut: HandedOut;
    rawSocket: Socket;
  }) {
    this.req = parts.req;
    this.res = parts.res;
    this.entry = parts.entry;
    this.url = parts.url;
    this.#log = parts.log;
    this.#handedOut = parts.handedOut;
    this.#rawSocket = parts.rawSocket;
    this.res.once('close', () => {
      this.entry.done = true;
      this.#log.changed(this.entry);
    });
  }

  countIn(bytes: number): void {
    this.entry.bytesIn += bytes;
    this.#log.changed(this.entry);
  }

  countOut(bytes: number): void {
    this.entry.bytesOut += bytes;
    this.#log.changed(this.entry);
  }

  /** The chunks of the body; leaving early does not end the connection. */
  async *body(): AsyncGenerator<Buffer> {
    for await (const chunk of this.req.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      this.countIn(bytes.length);
      yield bytes;
    }
  }

  async drain(): Promise<void> {
    const chunks = this.body();
    while ((await chunks.next()).done !== true);
  }

  async readCall(): Promise<Call> {
    const chunks: Buffer[] = [];
    for await (const chunk of this.body()) if (this.entry.bytesIn <= MAX_API_BODY) chunks.push(chunk);
    return {
      method: this.entry.method,
      path: this.url.pathname,
      query: this.url.searchParams,
      headers: this.req.headers,
      cookies: parseCookies(this.req.headers.cookie),
      body: parseJson(Buffer.concat(chunks)),
    };
  }

  begin(status: number, headers: Record<string, string | string[]>): void {
    this.entry.status = status;
    this.#handedOut.note(headers);
    this.res.writeHead(status, headers);
    this.#log.changed(this.entry);
  }

  answer(answer: Answer): void {
    if (this.res.destroyed) return;
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? null);
    const body = answer.body === undefined ? Buffer.alloc(0) : Buffer.from(text);
    const type = typeof answer.body === 'string' ? 'text/html; charset=UTF-8' : 'application/json; charset=UTF-8';
    const length = answer.status === 204 ? {} : { 'Content-Length': String(body.length) };
    this.begin(answer.status, { 'Content-Type': type, ...length, ...answer.headers });
    this.countOut(body.length);
    this.res.end(body);
  }

  /** Breaks the TCP connection below TLS. */
  reset(): void {
    this.#rawSocket.resetAndDestroy();
  }
}
