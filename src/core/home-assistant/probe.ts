import { z } from 'zod';
import type { ErrorCode } from '../../shared/error-codes.ts';
import { AppError, isCode } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { isPublic, otherDoors } from './address.ts';
import { boundedJson } from '../bounded-json.ts';
import { withDeadline } from './deadline.ts';
import { httpFailure, isOwn, networkFailure, type Refusal } from './errors.ts';
import { clockSkew, openGet, readText, type HttpAnswer } from './http.ts';
import type { Route } from './route.ts';
import { certificateOf, type TlsTrust } from './tls.ts';

export interface ProbeOptions {
  readonly clock: Clock;
  readonly tls: TlsTrust | undefined;
  /** Which addresses may be asked at all, and how. Default: any. Errors end the question at this address. */
  readonly route?: (url: string) => Promise<Route | undefined>;
  /** Milliseconds for one address. */
  readonly ms: number;
}

export interface Found {
  readonly url: string;
  readonly clockSkewMs: number | undefined;
}

/** Doors that were not asked for get less time: they are an offer. */
const briefMs = 2_000;

/** Of several failures the one that tells most: what answered counts more than what did not. */
const tellsMost: readonly ErrorCode[] = [
  'ha.banned',
  'ha.proxy-not-trusted',
  'ha.tls-untrusted',
  'ha.client-certificate',
  'ha.redirected',
  'ha.login-in-front',
  'ha.in-between',
  'ha.not-home-assistant',
  'ha.starting',
];

/** These stop a search: going on would take another address where the user has to decide about this one. */
const decides = ['ha.tls-untrusted', 'ha.client-certificate'] as const;

/**
 * Asks all addresses at once, without the token, and takes the first in their order that is a Home Assistant. An encrypted
 * one whose certificate is not trusted stops the search if a Home Assistant is behind it: nothing less encrypted is taken in
 * its place. Errors: `ha.unreachable`, `ha.not-home-assistant`, `ha.tls-untrusted` (with the certificate's fingerprint),
 * `ha.redirected`, `ha.banned`, and `ha.moved` where only another address of the same host answers.
 */
export const findHomeAssistant = async (
  urls: readonly string[],
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<Found> => {
  const failures: AppError[] = [];
  const couldFall = urls.some((url) => url.startsWith('http:'));
  for await (const outcome of outcomesOf(urls, options, signal)) {
    if (!(outcome instanceof AppError)) return outcome;
    if (couldFall && isCode(outcome, ...decides) && (await isHomeBehind(outcome, options, signal))) throw outcome;
    failures.push(outcome);
  }
  if (signal.aborted) throw new AppError('sync.cancelled');
  const rank = ({ code }: AppError): number => (tellsMost.includes(code) ? tellsMost.indexOf(code) : tellsMost.length);
  const worst = failures.sort((a, b) => rank(a) - rank(b))[0] ?? new AppError('ha.unreachable');
  const [url] = urls;
  if (url === undefined || !isCode(worst, 'ha.unreachable', 'ha.not-home-assistant')) throw worst;
  const [other] = await findOthers(url, options, signal, urls);
  throw other ? new AppError('ha.moved', { url, found: other.url }) : worst;
};

/** Other doors of the same host behind which a Home Assistant answers, encrypted ones first. Nobody takes them unasked. */
export const findOthers = async (
  url: string,
  options: ProbeOptions,
  signal: AbortSignal,
  except: readonly string[] = [url],
): Promise<readonly Found[]> => {
  const doors = otherDoors(url).filter((door) => !except.includes(door));
  const found: Found[] = [];
  const brief = { ...options, ms: Math.min(options.ms, briefMs) };
  for await (const outcome of outcomesOf(doors, brief, signal)) if (!(outcome instanceof AppError)) found.push(outcome);
  return found.sort((a, b) => Number(b.url.startsWith('https:')) - Number(a.url.startsWith('https:')));
};

/** Results in the order of the addresses, which are all asked at once; a caller that stops reading ends the rest. */
async function* outcomesOf(
  urls: readonly string[],
  options: ProbeOptions,
  signal: AbortSignal,
): AsyncGenerator<Found | AppError> {
  const enough = new AbortController();
  const tries = urls.map((url) =>
    probe(url, options, AbortSignal.any([signal, enough.signal])).catch((error: unknown) => error),
  );
  try {
    for (const each of tries) {
      const outcome = await each;
      if (outcome instanceof AppError || isFound(outcome)) yield outcome;
      else throw outcome;
    }
  } finally {
    enough.abort();
  }
}

const isFound = (outcome: unknown): outcome is Found =>
  typeof outcome === 'object' && outcome !== null && 'url' in outcome && 'clockSkewMs' in outcome;

/**
 * Many a server shows a certificate of its own for something else (a NAS for its pages, beside Home Assistant in plain http):
 * only where Home Assistant is behind it is there something to decide. A host with an accepted certificate always is.
 */
const isHomeBehind = async (error: AppError, options: ProbeOptions, signal: AbortSignal): Promise<boolean> => {
  const { url, fingerprint } = error.facts;
  if (options.tls?.fingerprint256 !== undefined) return true;
  if (typeof url !== 'string' || typeof fingerprint !== 'string') return true;
  if (isPublic(new URL(url).hostname.replace(/^\[|\]$/g, ''))) return true;
  const shown = { ...options, tls: { fingerprint256: fingerprint } };
  return probe(url, shown, signal).then(
    () => true,
    () => false,
  );
};

/** One address. */
const probe = async (url: string, options: ProbeOptions, signal: AbortSignal): Promise<Found> => {
  const late = (): AppError => new AppError('ha.unreachable', { url, reason: 'no-answer' });
  return withDeadline({ clock: options.clock, ms: options.ms, signal, late }, async (job) => {
    const sent = options.clock.now();
    const manifest = await getManifest(url, options, job);
    const clockSkewMs = clockSkew(manifest.header('date'), sent, options.clock.now());
    if (!isManifest(await text(manifest))) {
      // A changed or missing manifest (proxies, custom frontends) proves nothing yet.
      const providers = await get(url, '/auth/providers', options, job);
      if (!isProviders(await text(providers))) throw notHomeAssistant(url, providers);
    }
    return { url, clockSkewMs };
  });
};

/**
 * A ban answers everything (facts#refusals-and-bans): what another path does not say as well is a rule of somebody in
 * between.
 */
const getManifest = async (url: string, options: ProbeOptions, signal: AbortSignal): Promise<HttpAnswer> => {
  try {
    return await get(url, '/manifest.json', options, signal);
  } catch (error) {
    if (!isCode(error, 'ha.banned')) throw error;
    (await get(url, '/auth/providers', options, signal)).close();
    throw new AppError('ha.in-between', { url, status: 403, step: 'probe' });
  }
};

const get = async (url: string, path: string, options: ProbeOptions, signal: AbortSignal): Promise<HttpAnswer> => {
  let answer: HttpAnswer;
  try {
    answer = await openGet(`${url}${path}`, {}, { tls: options.tls, route: await options.route?.(url) }, signal);
  } catch (error) {
    throw connectionFailure(error, url);
  }
  if (!saysNo(answer.status)) return answer;
  throw refusalOf({ status: answer.status, header: answer.header, path }, url, await text(answer));
};

const saysNo = (status: number): boolean =>
  status === 400 || status === 401 || status === 403 || (status >= 300 && status < 400) || status >= 500;

/** Nothing that is asked here needs a token: an own "no" is about this computer, or about the proxy in front. */
const refusalOf = (refusal: Refusal, url: string, says: string): AppError => {
  const { status } = refusal;
  if (status === 400 && isOwn(refusal)) return new AppError('ha.proxy-not-trusted', { url });
  if (status === 400 && says.includes('SSL certificate')) return new AppError('ha.client-certificate', { url, status });
  if (status === 400) return new AppError('ha.not-home-assistant', { url, status });
  const { code, facts } = httpFailure(refusal, 'probe');
  const isToken = code === 'ha.not-admin' || code === 'ha.token-invalid';
  return new AppError(isToken ? 'ha.in-between' : code, { ...facts, url });
};

/** A connection that did not come about; an untrusted certificate comes with what is needed to accept it. */
export const connectionFailure = (thrown: unknown, url: string): AppError =>
  networkFailure(thrown, { url, ...certificateOf(thrown) });

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

const parsed = (body: string): unknown => boundedJson(Buffer.from(body));
