import type { X509Certificate } from 'node:crypto';
import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, rootCertificates, type TLSSocket } from 'node:tls';
import type { ErrorFacts } from '../errors/app-error.ts';
import { lookupOn, otherRoute, type Route } from './route.ts';

/** What makes a certificate good that the system's own rules refuse. Home networks rarely have others (facts#addresses). */
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

/**
 * An agent for one request or socket; the caller destroys it. Both kinds hand out a connection only after it was
 * proven to be the right one: nothing of the request is written before.
 *
 * @param route - for plain http that carries a secret: the judged addresses
 */
export const agentFor = (url: string, trust: TlsTrust | undefined, route: Route | undefined): HttpAgent =>
  url.startsWith('https:') ? new SecureAgent(trust ?? {}) : new PlainAgent(route);

type Handed = (error: Error | null, stream: Duplex) => void;

/** Connections on their way to being proven, so that they can be given up. */
class Opening {
  readonly #sockets = new Set<Socket>();

  /** @param verdict - undefined: good */
  add(socket: Socket, opened: string, verdict: () => Error | undefined, callback: Handed | undefined): void {
    this.#sockets.add(socket);
    const done = (error: Error | null): void => {
      if (!this.#sockets.delete(socket)) return;
      socket.off('error', done);
      callback?.(error, socket);
      if (error) socket.destroy();
    };
    socket.once('error', done);
    socket.once(opened, () => done(verdict() ?? null));
  }

  giveUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

class PlainAgent extends HttpAgent {
  readonly #route: Route | undefined;
  readonly #opening = new Opening();

  constructor(route: Route | undefined) {
    super(plain);
    this.#route = route;
  }

  override createConnection({ host, port }: ClientRequestArgs, callback?: Handed): undefined {
    const route = this.#route;
    const lookup = route && { lookup: lookupOn(route) };
    const socket = connectPlain({ host: host ?? 'localhost', port: Number(port), ...lookup, ...dialing });
    const verdict = (): Error | undefined =>
      route === undefined || route.accepts(socket.remoteAddress, socket.localAddress)
        ? undefined
        : failure('not the way that was judged', otherRoute);
    this.#opening.add(socket, 'connect', verdict, callback);
  }

  override destroy(): void {
    this.#opening.giveUp();
    super.destroy();
  }
}

/** Judges the certificate itself, so that a refused one can be shown: it is the very one of the connection that failed. */
class SecureAgent extends HttpsAgent {
  readonly #trust: TlsTrust;
  readonly #opening = new Opening();

  constructor(trust: TlsTrust) {
    super(plain);
    this.#trust = trust;
  }

  override createConnection({ host, port, servername }: RequestOptions, callback?: Handed): undefined {
    const { caPem } = this.#trust;
    const socket = connect({
      host: host ?? 'localhost',
      port: Number(port),
      servername: servername ?? '',
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
      ...(caPem === undefined ? {} : { ca: [...rootCertificates, caPem] }),
      ...dialing,
    });
    this.#opening.add(socket, 'secureConnect', () => verdictOn(socket, this.#trust), callback);
  }

  override destroy(): void {
    this.#opening.giveUp();
    super.destroy();
  }
}

/** With a pin chain and names do not matter; without one Node has checked both. */
const verdictOn = (socket: TLSSocket, { fingerprint256 }: TlsTrust): Error | undefined => {
  // Read once: Node has none to give a second time.
  const shown = socket.getPeerX509Certificate();
  if (fingerprint256 !== undefined) {
    const good = shown !== undefined && normal(shown.fingerprint256) === normal(fingerprint256);
    return good ? undefined : refusal(shown, otherCertificate);
  }
  return socket.authorized ? undefined : refusal(shown, codeOf(socket.authorizationError));
};

const codeOf = (thrown: unknown): string => {
  if (typeof thrown === 'string') return thrown;
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'CERT_REJECTED';
};

const failure = (text: string, code: string): Error => Object.assign(new Error(text), { code });

const refusal = (shown: X509Certificate | undefined, code: string): Error => {
  const certificate = shown && {
    fingerprint: shown.fingerprint256,
    subject: oneLine(shown.subject),
    issuer: oneLine(shown.issuer),
    validTo: shown.validTo,
  };
  return Object.assign(failure('certificate refused', code), { certificate });
};

/** What a refused connection showed, for the question "accept this one?". */
export const certificateOf = (thrown: unknown): ErrorFacts | undefined => {
  if (!(thrown instanceof Error)) return undefined;
  if ('certificate' in thrown && typeof thrown.certificate === 'object') return thrown.certificate as ErrorFacts;
  return certificateOf(thrown.cause);
};

/** Node writes one attribute per line. */
const oneLine = (name: string): string => name.split('\n').join(', ').slice(0, 200);
