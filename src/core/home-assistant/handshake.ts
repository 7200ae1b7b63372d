import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import WebSocket, { type RawData } from 'ws';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { withDeadline } from './deadline.ts';
import { httpFailure, isOwn, words, type Refusal } from './errors.ts';
import { connectionFailure } from './probe.ts';
import { boundedJson } from '../bounded-json.ts';
import type { Route } from './route.ts';
import { agentFor, type TlsTrust } from './tls.ts';

export interface HandshakeOptions {
  /** Base URL, http or https. */
  readonly url: string;
  readonly tls: TlsTrust | undefined;
  /** In plain http: the addresses that were judged for this very token. */
  readonly route: Route | undefined;
  readonly token: string;
  readonly clock: Clock;
  /** Milliseconds from the first packet to `auth_ok`. */
  readonly ms: number;
}

export interface OpenSocket {
  readonly ws: WebSocket;
  readonly haVersion: string;
}

/** Lists of homes with thousands of backups stay below. */
const maxPayload = 16 * 1024 * 1024;
/** Bytes on the line before it is known to be a Home Assistant that knows this token: its few words are far below. */
const maxGreeting = 64 * 1024;

/**
 * Opens the WebSocket and authenticates, once: whatever the answer is, nothing is tried again here. Errors: `ha.token-invalid`,
 * `ha.banned`, `ha.unreachable`, `ha.tls-untrusted`, `ha.redirected`, `ha.not-home-assistant`, `ha.protocol`.
 */
export const openHandshake = async (options: HandshakeOptions, signal: AbortSignal): Promise<OpenSocket> => {
  const { clock, ms, url } = options;
  const late = (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
  return withDeadline({ clock, ms, signal, late }, async (job) => authenticate(options, job));
};

const authenticate = async ({ url, tls, route, token }: HandshakeOptions, signal: AbortSignal): Promise<OpenSocket> => {
  const agent = agentFor(url, tls, route);
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/api/websocket`, {
    agent,
    maxPayload,
    followRedirects: false,
    perMessageDeflate: false,
    headers: { 'User-Agent': 'ha-icloud-backup' },
  });
  ws.once('close', () => agent.destroy());
  // A socket ended on purpose reports that as an error too; who waits is told by the promise below.
  ws.on('error', () => undefined);
  const greeting = boundGreeting(ws);
  try {
    const haVersion = await answerQuestions(ws, url, token, AbortSignal.any([signal, greeting.exceeded]));
    return { ws, haVersion };
  } catch (error) {
    ws.terminate();
    throw greeting.exceeded.aborted ? new AppError('ha.protocol', { step: 'handshake' }) : error;
  } finally {
    greeting.stop();
  }
};

/** Counts what arrives, not what is announced: a message is refused before its bytes are collected. */
const boundGreeting = (ws: WebSocket): { readonly exceeded: AbortSignal; readonly stop: () => void } => {
  const tooMuch = new AbortController();
  let socket: Socket | undefined;
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes > maxGreeting) tooMuch.abort();
  };
  ws.once('upgrade', (response) => {
    // Only once the WebSocket is listening: the first listener gets the bytes that came with the head.
    ws.once('open', () => {
      socket = response.socket.on('data', count);
    });
  });
  return { exceeded: tooMuch.signal, stop: () => void socket?.off('data', count) };
};

const answerQuestions = async (ws: WebSocket, url: string, token: string, signal: AbortSignal): Promise<string> =>
  new Promise((resolve, reject) => {
    const onMessage = (data: RawData): void => {
      const step = readStep(data);
      if (step === 'auth_required') ws.send(JSON.stringify({ type: 'auth', access_token: token }));
      else if (step instanceof AppError) done(() => reject(step));
      else done(() => resolve(step.haVersion));
    };
    const onError = (error: Error): void => {
      done(() => reject(connectionFailure(error, url)));
    };
    const onClose = (): void => done(() => reject(new AppError('ha.unreachable', { url, reason: 'closed' })));
    const onAnswer = (_request: unknown, response: IncomingMessage): void =>
      done(() =>
        reject(
          upgradeFailure({ status: response.statusCode ?? 0, header: headerOf(response), path: '/api/websocket' }, url),
        ),
      );
    const onAbort = (): void => done(() => reject(new AppError('sync.cancelled')));
    const done = (settle: () => void): void => {
      ws.off('message', onMessage).off('error', onError).off('close', onClose).off('unexpected-response', onAnswer);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    ws.on('message', onMessage).on('error', onError).on('close', onClose).on('unexpected-response', onAnswer);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });

const frame = z.object({ type: z.string(), ha_version: z.string().optional(), message: z.string().optional() });

const readStep = (data: RawData): 'auth_required' | { haVersion: string } | AppError => {
  const read = frame.safeParse(jsonOf(data));
  if (!read.success) return new AppError('ha.protocol', { step: 'handshake' });
  const { type, ha_version: haVersion, message } = read.data;
  if (type === 'auth_required') return type;
  if (type === 'auth_ok') return { haVersion: haVersion ?? 'unknown' };
  if (type === 'auth_invalid')
    return new AppError('ha.token-invalid', message === undefined ? {} : { says: words(message) });
  return new AppError('ha.protocol', { step: 'handshake', frame: words(type) });
};

/** A frame as JSON; undefined when it is none, or more than any honest one. */
export const jsonOf = (data: RawData): unknown =>
  boundedJson(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer));

const headerOf =
  (response: IncomingMessage): Refusal['header'] =>
  (name) => {
    const value = response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };

/** An HTTP answer instead of a WebSocket, from where a Home Assistant answered a moment ago. */
const upgradeFailure = (refusal: Refusal, url: string): AppError => {
  const { status } = refusal;
  // Early in its start Home Assistant does not have the path yet, and says so in its own words.
  if (status === 404 && isOwn(refusal)) return new AppError('ha.starting', { status, step: 'websocket' });
  const plain = [200, 400, 404, 405, 426].includes(status);
  return plain ? new AppError('ha.no-websocket', { url, status }) : httpFailure(refusal, 'websocket');
};
