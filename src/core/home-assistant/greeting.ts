import WebSocket from 'ws';
import { z } from 'zod';
import { AppError, isCode } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { withDeadline } from './deadline.ts';
import { jsonOf } from './handshake.ts';
import { agentFor, type TlsTrust } from './tls.ts';

export interface GreetingOptions {
  readonly clock: Clock;
  readonly tls: TlsTrust | undefined;
  /** Milliseconds until its first words. */
  readonly ms: number;
}

const maxWords = 4096;
const greeting = z.object({ type: z.literal('auth_required'), ha_version: z.string().max(40) });

/**
 * The version that a Home Assistant tells everybody who opens its socket (facts#websocket). Its own word, no proof: undefined where
 * it tells none. Error: `sync.cancelled`.
 */
export const greetedVersion = async (
  url: string,
  { clock, tls, ms }: GreetingOptions,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const late = (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
  try {
    return await withDeadline({ clock, ms, signal, late }, (job) => firstWords(url, tls, job));
  } catch (error) {
    if (isCode(error, 'sync.cancelled')) throw error;
    return undefined;
  }
};

const firstWords = async (url: string, tls: TlsTrust | undefined, signal: AbortSignal): Promise<string | undefined> => {
  const agent = agentFor(url, tls, undefined);
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/api/websocket`, {
    agent,
    maxPayload: maxWords,
    followRedirects: false,
    perMessageDeflate: false,
    headers: { 'User-Agent': 'ha-icloud-backup' },
  });
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new AppError('sync.cancelled')), { once: true });
      ws.once('message', (data) => resolve(greeting.safeParse(jsonOf(data)).data?.ha_version));
      ws.once('close', () => resolve(undefined)).once('error', () => resolve(undefined));
    });
  } finally {
    // One that is ended before it was open says so as an error, and nobody waits for that.
    ws.on('error', () => undefined).terminate();
    agent.destroy();
  }
};
