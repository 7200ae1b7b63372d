import { Agent } from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosProxyConfig, type AxiosResponse } from 'axios';
import { releaseAnswerSchema, type ReleaseAnswer } from '../core/domain/newer-release.ts';
import { boundedJson } from '../core/bounded-json.ts';
import { trustedAuthorities } from '../core/icloud/network-settings.ts';
import { IdleWatch } from '../core/idle-watch.ts';
import type { Settings } from '../core/settings/schema.ts';
import type { Environment } from './environment-store.ts';
import { proxyFor } from '../core/icloud/proxy-choice.ts';

/** How GitHub is reached. */
export interface ReleaseWay {
  readonly proxy: URL | undefined;
  /** Certificates of everybody who may vouch for it, PEM. */
  readonly authorities: readonly string[];
}

export interface ReleaseLimits {
  /** Without a byte, milliseconds. */
  readonly idleMs: number;
  /** For all of it, milliseconds: one byte now and then is no answer either. */
  readonly wholeMs: number;
}

const usualLimits: ReleaseLimits = { idleMs: 10_000, wholeMs: 60_000 };
const maxBytes = 64 * 1024;
/** A project that was renamed answers with one. */
const maxRedirects = 3;

/** Says nothing about who asks: neither the version nor the system. */
const client = axios.create({
  adapter: 'http',
  maxRedirects: 0,
  decompress: false,
  responseType: 'stream',
  validateStatus: () => true,
  headers: {
    'User-Agent': 'ha-icloud-backup',
    Accept: 'application/vnd.github+json',
    'Accept-Encoding': 'identity',
  },
});

/**
 * One question about the latest release, by way of the proxy and with the authorities of the settings. Errors: each has a
 * `code` that is fit for the log; those of the network, `settings.invalid` and those of `askLatestRelease`.
 */
export const askThroughSettings = async (
  address: string,
  { proxy, caFile }: Pick<Settings, 'proxy' | 'caFile'>,
  environment: Environment,
  signal: AbortSignal,
): Promise<ReleaseAnswer> => {
  const authorities = await trustedAuthorities(caFile ?? environment['HA_ICLOUD_BACKUP_CA_FILE']);
  const way = { proxy: proxyFor(new URL(address).hostname, proxy, environment), authorities };
  return await askLatestRelease(address, way, signal);
};

/**
 * GET of a small JSON answer that never leaves its host. Errors with `code`: those of the network, `ETIMEDOUT`, `http-<status>`,
 * `redirect-elsewhere`, `redirect-endless`, `answer-too-big`, `answer-odd`.
 */
export const askLatestRelease = async (
  address: string,
  { proxy, authorities }: ReleaseWay,
  signal: AbortSignal,
  { idleMs, wholeMs }: ReleaseLimits = usualLimits,
): Promise<ReleaseAnswer> => {
  const late = AbortSignal.timeout(wholeMs);
  const silent = new AbortController();
  const watch = new IdleWatch(idleMs, () => silent.abort());
  const httpsAgent = new Agent({ keepAlive: false, ca: [...authorities] });
  const options = {
    signal: AbortSignal.any([signal, late, silent.signal]),
    httpsAgent,
    proxy: proxy ? proxyConfig(proxy) : (false as const),
  };
  try {
    const answer = await get(address, (url) => client.get<Readable>(url, options), watch);
    const parsed = releaseAnswerSchema.safeParse(boundedJson(answer));
    if (!parsed.success) throw failure('answer-odd');
    return parsed.data;
  } catch (error) {
    throw late.aborted || silent.signal.aborted ? failure('ETIMEDOUT', error) : error;
  } finally {
    watch.stop();
    httpsAgent.destroy();
  }
};

type Get = (url: string) => Promise<AxiosResponse<Readable>>;

const get = async (address: string, ask: Get, watch: IdleWatch): Promise<Buffer> => {
  let url = new URL(address);
  for (let asked = 0; asked <= maxRedirects; asked += 1) {
    const response = await ask(url.href);
    watch.heard();
    // The reader hears of its failure; without one it must not end the process.
    response.data.on('error', () => undefined);
    try {
      if (response.status === 200) return await bodyOf(response.data, watch);
      url = redirectOf(response, url);
    } finally {
      response.data.destroy();
    }
  }
  throw failure('redirect-endless');
};

const redirectOf = ({ status, headers }: AxiosResponse<Readable>, from: URL): URL => {
  const location: unknown = headers['location'];
  if (status < 300 || status > 399 || typeof location !== 'string') throw failure(`http-${status}`);
  if (!URL.canParse(location, from.href)) throw failure('redirect-elsewhere');
  const to = new URL(location, from.href);
  if (to.origin !== from.origin || to.username !== '' || to.password !== '') throw failure('redirect-elsewhere');
  return to;
};

const bodyOf = async (body: Readable, watch: IdleWatch): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    watch.heard();
    length += chunk.length;
    if (length > maxBytes) throw failure('answer-too-big');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const proxyConfig = ({ protocol, hostname, port, username, password }: URL): AxiosProxyConfig => ({
  protocol,
  host: hostname,
  port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  ...(username === ''
    ? {}
    : { auth: { username: decodeURIComponent(username), password: decodeURIComponent(password) } }),
});

const failure = (code: string, cause?: unknown): Error =>
  Object.assign(new Error('no answer about the latest release', { cause }), { code });
