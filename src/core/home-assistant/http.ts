import type { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';
import type { Route } from './route.ts';
import { agentFor, type TlsTrust } from './tls.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  /** Not read yet. */
  readonly body: Readable;
  /** Lets go of the connection. */
  close(): void;
}

/**
 * Home Assistant is always reached directly: a proxy named in the environment must not see the token. Redirects are answers
 * (following one would hand the token to somebody else), and nothing is decompressed: bytes are counted as they are stored.
 */
const client = axios.create({
  adapter: 'http',
  maxRedirects: 0,
  proxy: false,
  decompress: false,
  responseType: 'stream',
  validateStatus: () => true,
  headers: { 'User-Agent': 'ha-icloud-backup', 'Accept-Encoding': 'identity' },
});

/** How an address is reached: what makes its certificate good, and in plain http the addresses that were judged. */
export interface Ways {
  readonly tls: TlsTrust | undefined;
  readonly route: Route | undefined;
}

/** GET, with the body still to be read. No deadline of its own: the signal ends it at any point. Throws what axios throws. */
export const openGet = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  { tls, route }: Ways,
  signal: AbortSignal,
): Promise<HttpAnswer> => {
  const agent = agentFor(url, tls, route);
  try {
    const response = await client.get<Readable>(url, { headers, signal, httpAgent: agent, httpsAgent: agent });
    return answerOf(response, agent);
  } catch (error) {
    agent.destroy();
    throw error;
  }
};

export interface JsonCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined: no body. */
  readonly body?: unknown;
}

/** A small question with a small answer, as directly as `openGet`. */
export const callJson = async (
  { method, url, headers, body }: JsonCall,
  ways: Ways,
  signal: AbortSignal,
): Promise<HttpAnswer> => {
  const typed = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const data = body === undefined ? undefined : JSON.stringify(body);
  return await send({ method, url, headers: { ...headers, ...typed }, data }, ways, signal);
};

/** A form, as directly as `openGet`. */
export const postForm = async (
  url: string,
  fields: Readonly<Record<string, string>>,
  ways: Ways,
  signal: AbortSignal,
): Promise<HttpAnswer> => {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return await send({ method: 'POST', url, headers, data: new URLSearchParams(fields).toString() }, ways, signal);
};

const send = async (
  request: Pick<AxiosRequestConfig, 'method' | 'url' | 'data'> & { headers: Record<string, string>; url: string },
  { tls, route }: Ways,
  signal: AbortSignal,
): Promise<HttpAnswer> => {
  const agent = agentFor(request.url, tls, route);
  try {
    const response = await client.request<Readable>({ ...request, signal, httpAgent: agent, httpsAgent: agent });
    return answerOf(response, agent);
  } catch (error) {
    agent.destroy();
    throw error;
  }
};

const answerOf = (response: AxiosResponse<Readable>, agent: Agent): HttpAnswer => {
  const body = response.data;
  // The reader hears of its failure; without one it must not end the process.
  body.on('error', () => undefined);
  return {
    status: response.status,
    header: (name) => {
      const value: unknown = response.headers[name.toLowerCase()];
      return typeof value === 'string' ? value : undefined;
    },
    body,
    close: () => {
      body.destroy();
      agent.destroy();
    },
  };
};

/** Enough for a manifest; a stranger's endless page is not read to its end. */
const textLimit = 64 * 1024;

/** The beginning of a small answer. */
export const readText = async (answer: HttpAnswer): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= textLimit) break;
    }
    return Buffer.concat(chunks).subarray(0, textLimit).toString('utf8');
  } finally {
    answer.close();
  }
};

/** Milliseconds that the server's clock is ahead. Its Date header has whole seconds, so half a second is added. */
export const clockSkew = (date: string | undefined, sent: Date, received: Date): number | undefined => {
  const theirs = date === undefined ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(theirs)) return undefined;
  return Math.round(theirs - (sent.getTime() + received.getTime()) / 2);
};
