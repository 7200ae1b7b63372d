import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Home } from './home.ts';
import { Exchange } from './responses.ts';
import { logLine, route } from './routes.ts';
import { Session } from './socket.ts';
import type { TlsIdentity } from './tls.ts';

/** A client that does not answer the close frame delays the stop by no more than this. */
const CLOSE_GRACE_MS = 200;
/** aiohttp keeps idle connections this long. */
const KEEP_ALIVE_MS = 75_000;

export interface ServerSettings {
  readonly port: number;
  readonly tls: TlsIdentity | undefined;
  readonly heartbeatMs: number;
  readonly authTimeoutMs: number;
}

async function answer(exchange: Exchange): Promise<void> {
  try {
    await route(exchange)();
  } catch {
    exchange.response.destroy();
  }
}

/** The network side: one port with HTTP and `/api/websocket`, which can go away and come back. */
export class HomeServer {
  readonly #home: Home;
  readonly #settings: ServerSettings;
  readonly #sessions = new Set<Session>();
  #server: Server | undefined;
  #port: number;

  constructor(home: Home, settings: ServerSettings) {
    this.#home = home;
    this.#settings = settings;
    this.#port = settings.port;
  }

  get url(): string {
    return `${this.#settings.tls ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  get openSockets(): number {
    return [...this.#sessions].filter((session) => session.token).length;
  }

  async listen(): Promise<void> {
    const { tls } = this.#settings;
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => this.#handle(request, response);
    const server = tls ? createSecureServer({ key: tls.key, cert: tls.cert }, onRequest) : createServer(onRequest);
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.requestTimeout = 0;
    this.#acceptSockets(server);
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Sockets first get their close frame, then the port is gone. */
  async close(killed: boolean): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const session of this.#sessions) {
      if (killed) session.kill();
      else session.close();
    }
    if (!killed && this.#sessions.size > 0) await this.#goodbye();
    for (const session of this.#sessions) session.kill();
    server.closeAllConnections();
    await closed;
  }

  async #goodbye(): Promise<void> {
    const deadline = performance.now() + CLOSE_GRACE_MS;
    while (this.#sessions.size > 0 && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  closeSessionsOf(tokenId: string): void {
    for (const session of this.#sessions) if (session.token?.id === tokenId) session.close();
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const exchange = new Exchange(this.#home, request, response, (status) => (entry.status = status));
    const entry = this.#home.log.add(logLine(exchange));
    if (entry.range !== undefined && entry.what.includes('/download')) this.#home.log.ranges.push(entry.range);
    request.resume();
    void answer(exchange);
  }

  #acceptSockets(server: Server): void {
    const acceptor = new WebSocketServer({ noServer: true, perMessageDeflate: true });
    acceptor.on('headers', (headers) => {
      headers.push(`Date: ${this.#home.clock.now().toUTCString()}`, `Server: ${this.#home.traits.banner}`);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const refusal = this.#refusal(request);
      if (refusal) return void socket.end(refusal);
      acceptor.handleUpgrade(request, socket, head, (webSocket) => {
        const session = new Session(webSocket, this.#home, {
          heartbeatMs: this.#settings.heartbeatMs,
          authTimeoutMs: this.#settings.authTimeoutMs,
          closeSessionsOf: (tokenId) => this.closeSessionsOf(tokenId),
        });
        this.#sessions.add(session);
        webSocket.on('close', () => this.#sessions.delete(session));
      });
    });
  }

  /** The raw answer to an upgrade that is not granted. */
  #refusal(request: IncomingMessage): string | undefined {
    const { faults, auth, clock, traits } = this.#home;
    const say = (status: string, more: string): string => {
      const head = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${status.length + 1}`;
      const tail = `Date: ${clock.now().toUTCString()}\r\nServer: ${traits.banner}`;
      return `HTTP/1.1 ${status}\r\n${head}\r\n${more}${tail}\r\n\r\n${status.replace(' ', ': ')}`;
    };
    if (auth.banned || faults.take(['ban'])) return say('403 Forbidden', '');
    const redirect = faults.take(['redirect']);
    if (redirect) return say('302 Found', `Location: ${redirect.location ?? 'http://127.0.0.1:9/'}\r\n`);
    return request.url?.startsWith('/api/websocket') ? undefined : say('404 Not Found', '');
  }
}
