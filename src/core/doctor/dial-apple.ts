import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, type ConnectionOptions } from 'node:tls';
import { AppError } from '../errors/app-error.ts';
import { isCertificateFailure } from '../home-assistant/errors.ts';

/** Where every sign-in goes and every session is looked up; the drive's own hosts differ between accounts (facts#apple-sessions). */
export const appleHosts = ['idmsa.apple.com', 'setup.icloud.com'] as const;

/** How the internet is reached. */
export interface WayOut {
  readonly proxy: URL | undefined;
  /** Certificates of everybody who may vouch for a server, PEM. */
  readonly authorities: readonly string[];
}

const directly = { autoSelectFamily: true };

/**
 * Opens an encrypted connection and hangs up: nothing is asked over it, and it counts as no request. Error: `cloud.offline`,
 * `reason` `proxy` or `certificate` where that is what is wrong.
 */
export const dialApple = async (host: string, { proxy, authorities }: WayOut, signal: AbortSignal): Promise<void> => {
  const tunnel = proxy && (await throughProxy(host, proxy, authorities, signal));
  const to = { servername: host, ca: [...authorities] };
  try {
    await secured(tunnel ? { ...to, socket: tunnel } : { ...to, ...directly, host, port: 443 }, signal);
  } catch (error) {
    throw new AppError('cloud.offline', isCertificateFailure(error) ? { reason: 'certificate' } : {}, error);
  } finally {
    tunnel?.destroy();
  }
};

const throughProxy = async (
  host: string,
  proxy: URL,
  authorities: readonly string[],
  signal: AbortSignal,
): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const fail = (cause?: unknown): void => reject(new AppError('cloud.offline', { reason: 'proxy' }, cause));
    const request = proxy.protocol === 'https:' ? secureRequest : plainRequest;
    const asked = request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
      path: `${host}:443`,
      headers: { Host: `${host}:443`, ...loginOf(proxy) },
      ...(proxy.protocol === 'https:' ? { ca: [...authorities] } : {}),
      agent: false,
      signal,
    });
    asked.once('connect', ({ statusCode }, socket: Duplex) => {
      if (statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      fail();
    });
    asked.once('response', (response) => {
      response.destroy();
      fail();
    });
    asked.once('error', fail);
    asked.end();
  });

const loginOf = ({ username, password }: URL): { 'Proxy-Authorization'?: string } => {
  if (username === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` };
};

const secured = async (options: ConnectionOptions, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(options);
    const giveUp = (): void => void socket.destroy(new Error('given up'));
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('close', () => {
      signal.removeEventListener('abort', giveUp);
      reject(new Error('closed'));
    });
  });
