import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inject } from 'vitest';
import { pageUrl, serveApp } from '../../../src/main/windows/app-protocol.ts';

let serving: Promise<string> | undefined;

/**
 * Chromium has no schemes of its own to offer, so the app's own server answers on a port of this worker, CSP and all. A file
 * may be kept there, which the app forbids: windows of tests are opened by the hundred, and their programs compiled once.
 *
 * @returns the origin of pages
 */
export const originOfWindows = (): Promise<string> => (serving ??= serve());

const serve = async (): Promise<string> => {
  const answerApp = serveApp(inject('rendererDir'));
  const server = createServer((request, reply) => {
    void (async () => {
      const response = await answerApp({ method: 'GET', url: new URL(request.url ?? '', pageUrl('index')).href });
      reply.statusCode = response.status;
      reply.setHeaders(response.headers);
      reply.setHeader('cache-control', 'max-age=3600');
      reply.end(Buffer.from(await response.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // It ends with the worker, as the browser does.
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
