import type { IncomingMessage } from 'node:http';
import WebSocket, { type RawData } from 'ws';
import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { withDeadline } from './deadline.ts';
import { httpFailure, words, type Refusal } from './errors.ts';
import { connectionFailure } from './probe.ts';
import { agentFor, type TlsTrust } from './tls.ts';

export interface HandshakeOptions {
  /** Base URL, http or https. */
  readonly url: string;
  readonly tls: TlsTrust | undefined;
  readonly token: string;
  readonly clock: Clock;
  /** Milliseconds from the first packet to `auth_ok`. */
  readonly ms: number;
}

export interface OpenSocket {
  readonly ws: WebSocket;
  readonly haVersion: string;
}

/** Lists of homes with thousands of backups stay far below. */
const maxPayload = 100 * 1024 * 1024;

/**
 * Opens the WebSocket and authenticates, once: whatever the answer is, nothing is tried again here. Errors: `ha.token-invalid`,
 * `ha.banned`, `ha.unreachable`, `ha.tls-untrusted`, `ha.redirected`, `ha.not-home-assistant`, `ha.protocol`.
 */
export const openHandshake = async (options: HandshakeOptions, signal: AbortSignal): Promise<OpenSocket> => {
  const { clock, ms, url } = options;
  const late = (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
  return withDeadline({ clock, ms, signal, late }, async (job) => authenticate(options, job));
};

const authenticate = async ({ url, tls, token }: HandshakeOptions, signal: AbortSignal): Promise<OpenSocket> => {
  const agent = agentFor(url, tls);
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
  try {
    const haVersion = await answerQuestions(ws, url, token, signal);
    return { ws, haVersion };
  } catch (error) {
    ws.terminate();
    throw error;
  }
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
      ws.off('close', onClose);
      void connectionFailure(error, url, signal).then((failure) => done(() => reject(failure)));
    };
    const onClose = (): void => done(() => reject(new AppError('ha.unreachable', { url, reason: 'closed' })));
    const onAnswer = (_request: unknown, response: IncomingMessage): void =>
      done(() => reject(upgradeFailure({ status: response.statusCode ?? 0, header: headerOf(response) }, url)));
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

/** A frame as JSON; undefined when it is none. */
export const jsonOf = (data: RawData): unknown => {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined; // The caller's schema refuses it.
  }
};

const headerOf =
  (response: IncomingMessage): Refusal['header'] =>
  (name) => {
    const value = response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };

/** An HTTP answer instead of a WebSocket. */
const upgradeFailure = (refusal: Refusal, url: string): AppError => {
  // The path does not exist, is no WebSocket, or a proxy does not pass WebSockets on.
  const plain = [200, 400, 404, 405, 426].includes(refusal.status);
  return plain
    ? new AppError('ha.not-home-assistant', { url, status: refusal.status })
    : httpFailure(refusal, 'websocket');
};
