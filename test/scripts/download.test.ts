import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { download } from '../../scripts/download.mjs';

const generous = { firstByteMs: 30_000, idleMs: 30_000, maxBytes: 1000 };
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

function serve(listener: RequestListener): Promise<URL> {
  const opened = createServer(listener);
  server = opened;
  return new Promise((resolve) => {
    opened.listen(0, '127.0.0.1', () => {
      resolve(new URL(`http://127.0.0.1:${(opened.address() as AddressInfo).port}/`));
    });
  });
}

it('hands over the bytes and their type', async () => {
  const address = await serve((_, response) => response.setHeader('content-type', 'text/plain').end('all of it'));
  const { bytes, type } = await download(address, generous);
  expect([bytes.toString(), type]).toEqual(['all of it', 'text/plain']);
});

it('gives up on a server that takes the call and says nothing', async () => {
  const address = await serve(() => undefined);
  await expect(download(address, { ...generous, firstByteMs: 20 })).rejects.toThrow('no answer for 0.02 s');
});

it('gives up on a download that stalls in the middle', async () => {
  const address = await serve((_, response) => response.write('the first half'));
  await expect(download(address, { ...generous, idleMs: 20 })).rejects.toThrow('the download stalled for 0.02 s');
});

it('takes no more than it was told to expect', async () => {
  const address = await serve((_, response) => response.end(Buffer.alloc(1001)));
  await expect(download(address, generous)).rejects.toThrow('more than 1000 bytes were sent');
});

it('names the status of a refusal', async () => {
  const address = await serve((_, response) => response.writeHead(403).end());
  await expect(download(address, generous)).rejects.toThrow('HTTP status 403');
});

it('names the reason when the connection breaks', async () => {
  const address = await serve((request) => request.socket.destroy());
  await expect(download(address, generous)).rejects.toThrow('other side closed');
});
