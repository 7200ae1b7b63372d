import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { withDeadline } from './deadline.ts';
import { httpFailure, isCertificateFailure, networkFailure } from './errors.ts';
import { clockSkew, openGet, readText, type HttpAnswer } from './http.ts';
import { readCertificate, type TlsTrust } from './tls.ts';

export interface ProbeOptions {
  readonly clock: Clock;
  readonly tls: TlsTrust | undefined;
  /** Milliseconds for one address. */
  readonly ms: number;
}

export interface Found {
  readonly url: string;
  readonly clockSkewMs: number | undefined;
}

/** Of several failures the one that tells most: what answered counts more than what did not. */
const tellsMost = ['ha.banned', 'ha.tls-untrusted', 'ha.redirected', 'ha.not-home-assistant', 'ha.starting'];

/**
 * Asks all addresses at once, without the token, and takes the first in their order that is a Home Assistant. Errors:
 * `ha.unreachable`, `ha.not-home-assistant`, `ha.tls-untrusted` (with the certificate's fingerprint), `ha.redirected`, `ha.banned`.
 */
export const findHomeAssistant = async (
  urls: readonly string[],
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<Found> => {
  const enough = new AbortController();
  const tries = urls.map((url) => probe(url, options, AbortSignal.any([signal, enough.signal])));
  const settled = tries.map((attempt) =>
    attempt.then(
      (found) => ({ found }),
      (error: unknown) => ({ error }),
    ),
  );
  const failures: AppError[] = [];
  try {
    for (const each of settled) {
      const outcome = await each;
      if ('found' in outcome) return outcome.found;
      if (!(outcome.error instanceof AppError)) throw outcome.error;
      failures.push(outcome.error);
    }
  } finally {
    enough.abort();
  }
  if (signal.aborted) throw new AppError('sync.cancelled');
  const rank = ({ code }: AppError): number => (tellsMost.includes(code) ? tellsMost.indexOf(code) : tellsMost.length);
  throw failures.sort((a, b) => rank(a) - rank(b))[0] ?? new AppError('ha.unreachable');
};

/** One address. */
export const probe = async (url: string, options: ProbeOptions, signal: AbortSignal): Promise<Found> => {
  const late = (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
  return withDeadline({ clock: options.clock, ms: options.ms, signal, late }, async (job) => {
    const sent = options.clock.now();
    const manifest = await get(url, '/manifest.json', options, job);
    const clockSkewMs = clockSkew(manifest.header('date'), sent, options.clock.now());
    if (!isManifest(await text(manifest))) {
      // A changed or missing manifest (proxies, custom frontends) proves nothing yet.
      const providers = await get(url, '/auth/providers', options, job);
      if (!isProviders(await text(providers))) throw notHomeAssistant(url, providers);
    }
    return { url, clockSkewMs };
  });
};

const get = async (url: string, path: string, options: ProbeOptions, signal: AbortSignal): Promise<HttpAnswer> => {
  let answer: HttpAnswer;
  try {
    answer = await openGet(`${url}${path}`, {}, options.tls, signal);
  } catch (error) {
    throw await connectionFailure(error, url, signal);
  }
  const { status } = answer;
  if ((status >= 300 && status < 400) || status === 403 || status >= 500) {
    answer.close();
    throw httpFailure(answer, 'probe');
  }
  return answer;
};

/** A connection that did not come about; an untrusted certificate comes with what is needed to accept it. */
export const connectionFailure = async (thrown: unknown, url: string, signal: AbortSignal): Promise<AppError> => {
  const certificate = isCertificateFailure(thrown) ? await readCertificate(url, signal) : undefined;
  return networkFailure(thrown, { url, ...certificate });
};

const text = async (answer: HttpAnswer): Promise<string> => {
  try {
    return await readText(answer);
  } catch (error) {
    throw networkFailure(error);
  }
};

const notHomeAssistant = (url: string, { status }: HttpAnswer): AppError =>
  new AppError('ha.not-home-assistant', { url, status });

const manifest = z.object({ name: z.literal('Home Assistant') });
const providers = z.object({ providers: z.array(z.object({ type: z.string() })) });

const isManifest = (body: string): boolean => manifest.safeParse(parsed(body)).success;
const isProviders = (body: string): boolean => providers.safeParse(parsed(body)).success;

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // Not JSON, so not what was looked for.
  }
};
