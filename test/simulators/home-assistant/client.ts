import { request, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { JsonObject } from './json.ts';

/** A message that has not come by then never comes. */
const PATIENCE_MS = 60_000;

/** What arrived on a socket: messages in order, then how it ended. */
export class TestSocket {
  readonly messages: JsonObject[] = [];
  /** Types of the messages of each frame. */
  readonly frames: string[][] = [];
  /** The answer to the upgrade. */
  opened: { status: number; headers: [string, string][] } | undefined;
  closed: { code: number; reason: string } | undefined;
  readonly #socket: WebSocket;
  #wake: (() => void)[] = [];
  readonly #taken = new Set<JsonObject>();

  constructor(url: string) {
    this.#socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/websocket`, {
      rejectUnauthorized: false,
      perMessageDeflate: false,
    });
    const onAnswer = (response: IncomingMessage): void => {
      this.opened = { status: response.statusCode ?? 0, headers: pairsOf(response.rawHeaders) };
      this.#notify();
    };
    this.#socket.on('upgrade', onAnswer);
    this.#socket.on('unexpected-response', (_request, response) => {
      onAnswer(response);
      response.resume();
    });
    this.#socket.on('message', (data: Buffer) => {
      const value = JSON.parse(data.toString('utf8')) as JsonObject | JsonObject[];
      const messages = Array.isArray(value) ? value : [value];
      this.messages.push(...messages);
      this.frames.push(messages.map(({ type }) => String(type)));
      this.#notify();
    });
    this.#socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#notify();
    });
    this.#socket.on('error', () => this.#notify());
  }

  static async login(url: string, token: string): Promise<TestSocket> {
    const socket = new TestSocket(url);
    await socket.next();
    socket.send({ type: 'auth', access_token: token });
    await socket.next();
    return socket;
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  send(message: JsonObject): void {
    const text = JSON.stringify(message);
    if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.once('open', () => this.#socket.send(text));
    else this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }

  onPing(listener: () => void): void {
    this.#socket.on('ping', listener);
  }

  answer(): Promise<{ status: number; headers: [string, string][] }> {
    return this.#until(() => this.opened);
  }

  async #until<T>(find: () => T | undefined): Promise<T> {
    const late = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.closed) throw new Error(`The socket was closed with ${this.closed.code}`);
      if (late.aborted) throw new Error(`Nothing came that fits; last: ${JSON.stringify(this.messages.at(-1))}`);
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve);
        late.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  /** The next message not read yet. */
  next(): Promise<JsonObject> {
    return this.take(() => true);
  }

  /** The oldest unread message that fits; it counts as read. */
  async take(fits: (message: JsonObject) => boolean): Promise<JsonObject> {
    const message = await this.#until(() => this.messages.find((found) => !this.#taken.has(found) && fits(found)));
    this.#taken.add(message);
    return message;
  }

  /** The first message, read or not, that fits. */
  waitFor(fits: (message: JsonObject) => boolean): Promise<JsonObject> {
    return this.#until(() => this.messages.find(fits));
  }

  end(): Promise<{ code: number; reason: string }> {
    return this.#until(() => this.closed);
  }
}

export interface TestResponse {
  status: number;
  /** As sent, names and order. */
  headers: [string, string][];
  body: Buffer;
  /** The body ended as HTTP says it should. */
  complete: boolean;
}

const pairsOf = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] satisfies [string, string]] : []));

/** One HTTP request on a connection of its own, without any header that is not asked for. */
export function ask(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  onBytes: (soFar: number) => void = () => undefined,
  content?: Buffer,
): Promise<TestResponse> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent: false }, (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let soFar = 0;
      const done = (): void => {
        const head = { status: response.statusCode ?? 0, headers: pairsOf(response.rawHeaders) };
        resolve({ ...head, body: Buffer.concat(chunks), complete: response.complete });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        soFar += chunk.length;
        onBytes(soFar);
      });
      // A broken body is what some tests are about: `complete` tells.
      response.on('error', () => undefined);
      response.on('close', done);
    });
    sent.on('error', reject);
    sent.end(content);
  });
}
