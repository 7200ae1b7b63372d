import { AppError, type ErrorFacts } from '../errors/app-error.ts';
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

/** OpenSSL's verdicts on a certificate as Node names them, and ours on a pinned one. */
const certificateCode =
  /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)|INVALID_CA|PATH_LENGTH|HOSTNAME_MISMATCH|ERR_TLS_CERT/;

export const isCertificateFailure = (thrown: unknown): boolean => {
  const code = systemCode(thrown);
  return code !== undefined && (code === otherCertificate || certificateCode.test(code));
};

/**
 * A connection that failed. The library's error is not kept as cause: it holds the whole request, token included.
 */
export const networkFailure = (thrown: unknown, facts: ErrorFacts = {}): AppError => {
  if (thrown instanceof AppError) return thrown;
  const reason = systemCode(thrown) ?? 'unknown';
  return new AppError(isCertificateFailure(thrown) ? 'ha.tls-untrusted' : 'ha.unreachable', { ...facts, reason });
};

/** What is needed of an answer to name its failure. */
export interface Refusal {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
}

/** An HTTP answer that is not what was asked for. `step` tells which request it was. */
export const httpFailure = ({ status, header }: Refusal, step: string): AppError => {
  const facts = { status, step };
  if (status >= 300 && status < 400)
    return new AppError('ha.redirected', { ...facts, to: originOf(header('location')) });
  if (status === 401) return new AppError(isNotAdmin(header) ? 'ha.not-admin' : 'ha.token-invalid', facts);
  if (status === 403) return new AppError('ha.banned', facts);
  if (status === 404) return new AppError(isMissingRoute(header) ? 'ha.starting' : 'ha.backup-gone', facts);
  // The agent is not loaded (facts 5.1).
  if (status === 400) return new AppError('ha.no-agent', facts);
  // The Supervisor or a proxy in front cannot deliver now.
  if (status >= 500) return new AppError('ha.unreachable', facts);
  return new AppError('ha.protocol', facts);
};

/** The views answer a good token of a non-admin with an empty body; a bad token gets words (facts 5.1, 10.4). */
const isNotAdmin = (header: Refusal['header']): boolean =>
  header('www-authenticate') === undefined && (header('content-length') ?? '0') === '0';

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
  // Every version answers so in the first seconds of its start (facts 4).
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
