import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, rootCertificates, type TLSSocket } from 'node:tls';
import type { ErrorFacts } from '../errors/app-error.ts';

/** What makes a certificate good that the system's own rules refuse. Home networks rarely have others (facts 11). */
export interface TlsTrust {
  /** Certificates of a private authority, beside the usual ones. Names must match. */
  readonly caPem?: string;
  /** SHA-256 of the one certificate that the user accepted, as hex, with or without colons. Then only this one counts. */
  readonly fingerprint256?: string;
}

/** `code` of the error when a pinned certificate was replaced by another. */
export const otherCertificate = 'OTHER_CERTIFICATE';

const normal = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/** Of several addresses of one name, one that hangs is given up for the next after a second. */
const dialing = { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: 1_000 };

/** One connection, no reuse: a cancelled call leaves nothing open. */
const plain: AgentOptions = { ...dialing, keepAlive: false };

/** An agent for one request or socket; whoever asked for it destroys it. */
export const agentFor = (url: string, trust: TlsTrust | undefined): HttpAgent => {
  if (!url.startsWith('https:')) return new HttpAgent(plain);
  if (trust?.fingerprint256 !== undefined) return new PinnedAgent(trust.fingerprint256);
  if (trust?.caPem !== undefined) return new HttpsAgent({ ...plain, ca: [...rootCertificates, trust.caPem] });
  return new HttpsAgent(plain);
};

/**
 * Hands out a connection only after the peer showed the pinned certificate. Chain and names do not matter, which is why Node's
 * own check is off; nothing of the request is written before ours.
 */
class PinnedAgent extends HttpsAgent {
  readonly #pin: string;
  readonly #opening = new Set<TLSSocket>();

  constructor(fingerprint256: string) {
    super(plain);
    this.#pin = normal(fingerprint256);
  }

  override createConnection(
    { host, port, servername }: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const socket = connect({
      host: host ?? 'localhost',
      port: Number(port),
      servername: servername ?? '',
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...dialing,
    });
    this.#opening.add(socket);
    const done = (error: Error | null): void => {
      if (!this.#opening.delete(socket)) return;
      socket.off('error', done);
      callback?.(error, socket);
      if (error) socket.destroy();
    };
    socket.once('error', done);
    socket.once('secureConnect', () => {
      const shown = socket.getPeerX509Certificate()?.fingerprint256;
      const good = shown !== undefined && normal(shown) === this.#pin;
      done(good ? null : Object.assign(new Error('not the accepted certificate'), { code: otherCertificate }));
    });
  }

  override destroy(): void {
    for (const socket of this.#opening) socket.destroy();
    super.destroy();
  }
}

/**
 * The certificate that a server shows, for the question "accept this one?". Nothing is sent to it. Undefined when it shows
 * none; ends early when the signal fires.
 */
export const readCertificate = async (url: string, signal: AbortSignal): Promise<ErrorFacts | undefined> => {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port: port === '' ? 443 : Number(port), rejectUnauthorized: false, ...dialing });
    const done = (facts?: ErrorFacts): void => {
      signal.removeEventListener('abort', give);
      socket.destroy();
      resolve(facts);
    };
    const give = (): void => done();
    signal.addEventListener('abort', give, { once: true });
    if (signal.aborted) give();
    socket.once('error', give);
    socket.once('secureConnect', () => {
      const shown = socket.getPeerX509Certificate();
      done(
        shown && {
          fingerprint: shown.fingerprint256,
          subject: oneLine(shown.subject),
          issuer: oneLine(shown.issuer),
          validTo: shown.validTo,
        },
      );
    });
  });
};

/** Node writes one attribute per line. */
const oneLine = (name: string): string => name.split('\n').join(', ').slice(0, 200);
