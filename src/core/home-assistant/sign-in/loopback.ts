import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../errors/app-error.ts';
import { deferred } from '../deferred.ts';
import { judgeCallback } from './callback.ts';

/** What the browser shows at the end: whole pages, as the caller wrote them. */
export interface AnswerPages {
  readonly done: string;
  readonly refused: string;
}

/** A door on this computer alone, for one answer of the browser's. */
export interface Loopback {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** The code, once. Never rejects. */
  readonly code: Promise<string>;
  close(): void;
}

/** A person's browser opens a few; a program that opens more waits. Milliseconds, bytes. */
const limits = { connections: 8, headerBytes: 8 * 1024, requestMs: 5_000 };

const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  Connection: 'close',
};

/**
 * Listens on a free port of 127.0.0.1 until the answer with this state came, or it is closed. Whatever else knocks is shown
 * the door and changes nothing. Error: `ha.sign-in-unfinished` where no port can be had.
 */
export const openLoopback = async (state: string, pages: AnswerPages): Promise<Loopback> => {
  const found = deferred<string>();
  let isOver = false;
  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.requestMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: 1_000,
  });
  server.maxConnections = limits.connections;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening').catch(() => {
    throw new AppError('ha.sign-in-unfinished', { reason: 'no-port' });
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const callback = { method: request.method, host: request.headers.host, target: request.url };
    const verdict = judgeCallback(callback, origin, state);
    if (verdict === 'elsewhere') response.writeHead(404, headers).end();
    else if (verdict === 'refused' || isOver) response.writeHead(400, headers).end(pages.refused);
    else {
      isOver = true;
      // The page is on its way before the door closes.
      response.once('close', close);
      response.writeHead(200, headers).end(pages.done);
      found.resolve(verdict.code);
    }
  };
  server.on('request', answer);
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('error', () => undefined); // Of single connections; those of listening are above.
  return { origin, code: found.promise, close };
};
