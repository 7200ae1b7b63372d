import { AppError, type ErrorFacts } from '../errors/app-error.ts';
import { otherRoute } from './route.ts';
import { otherCertificate } from './tls.ts';

/** Home Assistant's own "no" to a WebSocket command. Never leaves this room: `commandFailure` gives it one of our codes. */
export class CommandRefused extends Error {
  readonly command: string;
  readonly code: string;
  readonly says: string;

  constructor(command: string, code: string, says: string) {
    super(`${command}: ${code}`);
    this.name = 'CommandRefused';
    this.command = command;
    this.code = code;
    this.says = says;
  }
}

/** Home Assistant's words as a fact: one line, bounded. */
export const words = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 200);

/** The library's or system's code of a failure; several addresses tried give one error with several inside. */
const systemCode = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof Error)) return undefined;
  if ('code' in thrown && typeof thrown.code === 'string' && thrown.code !== 'ERR_NETWORK') return thrown.code;
  if (thrown instanceof AggregateError) return thrown.errors.map(systemCode).find((code) => code !== undefined);
  return systemCode(thrown.cause);
};

/** What the other side says of our certificate, which we have none of. OpenSSL's names differ between its versions. */
const alertAboutOurs = /ALERT_(?:\w*CERTIFICATE|HANDSHAKE_FAILURE)/;

/** OpenSSL's verdicts on a certificate as Node names them, and ours on a pinned one. */
const certificateCode =
  /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)|INVALID_CA|PATH_LENGTH|HOSTNAME_MISMATCH|ERR_TLS_CERT/;

export const isCertificateFailure = (thrown: unknown): boolean => {
  const code = systemCode(thrown);
  if (code === undefined || alertAboutOurs.test(code)) return false;
  return code === otherCertificate || certificateCode.test(code);
};

/**
 * A connection that failed. The library's error is not kept as cause: it holds the whole request, token included.
 */
export const networkFailure = (thrown: unknown, facts: ErrorFacts = {}): AppError => {
  if (thrown instanceof AppError) return thrown;
  const reason = systemCode(thrown) ?? 'unknown';
  // It was judged as the way home, and then led elsewhere.
  if (reason === otherRoute) return new AppError('ha.away', { ...facts, connected: true });
  if (alertAboutOurs.test(reason)) return new AppError('ha.client-certificate', { ...facts, reason });
  return new AppError(isCertificateFailure(thrown) ? 'ha.tls-untrusted' : 'ha.unreachable', { ...facts, reason });
};

/** What is needed of an answer to name its failure. */
export interface Refusal {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** What was asked for. */
  readonly path?: string;
}

/**
 * An HTTP answer that is not what was asked for. `step` tells which request it was. What Home Assistant itself refuses it says
 * in its own plain words; the same number from a proxy, a firewall or a portal says nothing about token or address.
 */
export const httpFailure = (refusal: Refusal, step: string): AppError => {
  const { status, header } = refusal;
  if (status >= 300 && status < 400) return redirectFailure(refusal, step);
  if (status === 401 && asksForPassword(header))
    return new AppError('ha.login-in-front', { status, step, kind: 'basic' });
  return new AppError(codeOfAnswer(refusal, step), { status, step });
};

const codeOfAnswer = (refusal: Refusal, step: string) => {
  const { status, header } = refusal;
  if (status === 401 || status === 403) return codeOfRefusal(refusal);
  if (status === 404) return isMissingRoute(header) ? 'ha.starting' : 'ha.backup-gone';
  // The agent is not loaded (facts#downloading).
  if (status === 400) return 'ha.no-agent';
  if (status < 500) return 'ha.protocol';
  // The Supervisor cannot deliver now; elsewhere it is a proxy in front.
  return step === 'download' ? 'ha.unreachable' : 'ha.in-between';
};

const codeOfRefusal = (refusal: Refusal) => {
  if (refusal.status === 401 && isNotAdmin(refusal.header)) return 'ha.not-admin';
  if (!isOwn(refusal)) return 'ha.in-between';
  return refusal.status === 401 ? 'ha.token-invalid' : 'ha.banned';
};

/** A proxy that wants a user and a password of its own. */
const asksForPassword = (header: Refusal['header']): boolean =>
  /^(?:basic|digest|negotiate|ntlm)\b/i.test(header('www-authenticate') ?? '');

/**
 * The words in which Home Assistant's web server says "no" (facts#refusals-and-bans), as plain text of exactly that length.
 */
const ownWords: Readonly<Record<number, string>> = {
  400: '400: Bad Request',
  401: '401: Unauthorized',
  403: '403: Forbidden',
  404: '404: Not Found',
};

export const isOwn = ({ status, header }: Refusal): boolean =>
  header('content-type')?.startsWith('text/plain') === true &&
  header('content-length') === String(ownWords[status]?.length);

/**
 * A redirect that keeps the path, or to the front door, leads to another address of the same; any other one to somebody's
 * sign-in page. Some of those are at a front door too, and are told in the query where to send people afterwards.
 */
const redirectFailure = ({ status, header, path }: Refusal, step: string): AppError => {
  const location = header('location');
  const to = originOf(location);
  const { pathname, search } = new URL(location !== undefined && URL.canParse(location) ? location : 'x:none');
  const keepsPath = pathname === path || (pathname === '/' && search === '');
  return keepsPath
    ? new AppError('ha.redirected', { status, step, to })
    : new AppError('ha.login-in-front', { status, step, to, kind: 'page' });
};

/** The views answer a good token of a non-admin with an empty body; a bad token gets words (facts#refusals-and-bans). */
const isNotAdmin = (header: Refusal['header']): boolean =>
  header('www-authenticate') === undefined &&
  header('transfer-encoding') === undefined &&
  (header('content-length') ?? '0') === '0';

/** A view that does not exist yet (integration not loaded) answers in words; a missing backup with an empty body or JSON. */
const isMissingRoute = (header: Refusal['header']): boolean => header('content-type')?.startsWith('text/') ?? false;

/** Where a redirect points to, without path and query: those may carry somebody's secrets. */
const originOf = (location: string | undefined): string =>
  location !== undefined && URL.canParse(location) ? new URL(location).origin : 'unknown';

/** A refused command, where it means nothing special to the caller. */
export const commandFailure = (thrown: unknown): unknown => {
  if (!(thrown instanceof CommandRefused)) return thrown;
  const facts = { command: thrown.command, answer: thrown.code };
  if (thrown.code === 'unauthorized') return new AppError('ha.not-admin', facts);
  // Every version answers so in the first seconds of its start (facts#starting-up).
  if (thrown.code === 'unknown_command') return new AppError('ha.starting', facts);
  return new AppError('ha.protocol', facts);
};

/** Home Assistant did not begin a backup. */
export const createFailure = (thrown: unknown): unknown => {
  if (!(thrown instanceof CommandRefused)) return thrown;
  const { code, says } = thrown;
  if (code !== 'home_assistant_error' && code !== 'unknown_error') return commandFailure(thrown);
  const state = /^Backup manager busy: (\w+)/.exec(says)?.[1] ?? /system is not running - (\w+)/.exec(says)?.[1];
  if (state === 'blocked' || says.includes('not ready with state'))
    return new AppError('ha.starting', { says: words(says) });
  if (state !== undefined) return new AppError('ha.busy', { state });
  return new AppError('ha.create-failed', { reason: words(says.replace(/^Error creating backup:/, '')) || code });
};
