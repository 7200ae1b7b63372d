import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Readable } from 'node:stream';
import type { HttpAnswer, Ways } from './http.ts';
import { agentFor } from './tls.ts';

/**
 * POST of a stream whose length is in the headers, as directly as `openGet`: no proxy, no redirects. Never more than a few pieces
 * of it are in memory. The answer may come before the end, with a "no": what was not sent by then is not sent any more. No
 * deadline of its own: the signal ends it at any point. Throws what Node throws.
 */
export const postStream = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Readable,
  { tls, route }: Ways,
  signal: AbortSignal,
): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const agent = agentFor(url, tls, route);
    const open = url.startsWith('https:') ? secureRequest : plainRequest;
    const own = { 'User-Agent': 'ha-icloud-backup', 'Accept-Encoding': 'identity' };
    const sent = open(url, { method: 'POST', headers: { ...own, ...headers }, agent, signal });
    const fail = (error: Error): void => {
      body.destroy();
      sent.destroy();
      agent.destroy();
      reject(error);
    };
    sent.once('response', (response) => {
      body.unpipe(sent);
      body.destroy();
      resolve(
        answerOf(response, () => {
          sent.destroy();
          agent.destroy();
        }),
      );
    });
    // After an answer nobody waits for these any more; without a listener they would end the process.
    sent.on('error', fail);
    body.on('error', fail);
    body.pipe(sent);
  });

const answerOf = (response: IncomingMessage, end: () => void): HttpAnswer => {
  // The reader hears of its failure.
  response.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    header: (name) => {
      const value = response.headers[name.toLowerCase()];
      return typeof value === 'string' ? value : undefined;
    },
    body: response,
    close: () => {
      response.destroy();
      end();
    },
  };
};
