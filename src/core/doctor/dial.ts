import { connect, type TcpNetConnectOpts } from 'node:net';
import { AppError } from '../errors/app-error.ts';
import { withDeadline } from '../home-assistant/deadline.ts';
import { networkFailure } from '../home-assistant/errors.ts';
import { lookupOn, type Route } from '../home-assistant/route.ts';
import type { Clock } from '../ports/clock.ts';

export interface DialOptions {
  readonly clock: Clock;
  readonly ms: number;
  /** For plain http: the addresses that were judged. */
  readonly route: Route | undefined;
}

/** Whether a connection is taken at any of these base URLs, and nothing said over it: undefined, else why not at the first. */
export const dialAny = async (
  urls: readonly string[],
  options: DialOptions,
  signal: AbortSignal,
): Promise<AppError | undefined> => {
  const outcomes = await Promise.all(urls.map((url) => dial(url, options, signal)));
  if (signal.aborted) throw new AppError('sync.cancelled');
  return outcomes.includes(undefined) ? undefined : outcomes[0];
};

const dial = async (
  url: string,
  { clock, ms, route }: DialOptions,
  signal: AbortSignal,
): Promise<AppError | undefined> => {
  const { hostname, port, protocol } = new URL(url);
  const late = (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
  const at: TcpNetConnectOpts = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    autoSelectFamily: true,
    ...(route ? { lookup: lookupOn(route) } : {}),
  };
  try {
    await withDeadline({ clock, ms, signal, late }, (job) => opened(at, job));
    return undefined;
  } catch (error) {
    return networkFailure(error, { url });
  }
};

const opened = async (at: TcpNetConnectOpts, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ ...at, signal });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
