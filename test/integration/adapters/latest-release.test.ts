import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askLatestRelease, askThroughSettings } from '../../../src/adapters/latest-release.ts';
import { proxyFor } from '../../../src/core/icloud/proxy-choice.ts';
import { newerRelease, type ReleaseAnswer } from '../../../src/core/domain/newer-release.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const serve = async (listener: RequestListener): Promise<{ server: Server; url: string }> => {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

const path = '/repos/me/app/releases/latest';
const never = new AbortController().signal;
const direct = { proxy: undefined, authorities: [] };
/** Short where the server is silent on purpose, else long enough for any computer. */
const short = { idleMs: 100, wholeMs: 300_000 };
const long = { idleMs: 300_000, wholeMs: 300_000 };
const release = { tag_name: 'v0.2.0', html_url: 'https://github.com/me/app/r', draft: false, prerelease: false };

const ask = async (listener: RequestListener, limits = long, signal = never): Promise<ReleaseAnswer> => {
  const { url } = await serve(listener);
  return await askLatestRelease(`${url}${path}`, direct, signal, limits);
};
const json =
  (value: unknown): RequestListener =>
  (_request, response) =>
    response.end(JSON.stringify(value));

describe('the question about the latest release', () => {
  it.each<[string, object, string | undefined]>([
    ['newer', release, '0.2.0'],
    ['the same', { ...release, tag_name: 'v0.1.0' }, undefined],
    ['older', { ...release, tag_name: 'v0.0.9' }, undefined],
    ['a draft', { ...release, draft: true }, undefined],
    ['a pre-release', { ...release, prerelease: true }, undefined],
  ])('takes %s as it is, whatever else is told', async (_, told, version) => {
    const answer = await ask(json({ ...told, body: 'x'.repeat(30_000), assets: [{ id: 1 }] }));
    expect(Object.keys(answer)).toHaveLength(4);
    expect(newerRelease(answer, '0.1.0', 'https://github.com/me/app')?.version).toBe(version);
  });

  it('says nothing about who asks', async () => {
    const heads: unknown[] = [];
    await ask((request, response) => {
      const { host, connection, ...rest } = request.headers;
      heads.push([request.method, request.url, rest], host, connection);
      response.end(JSON.stringify(release));
    });
    expect(heads[0]).toEqual([
      'GET',
      path,
      { 'user-agent': 'ha-icloud-backup', accept: 'application/vnd.github+json', 'accept-encoding': 'identity' },
    ]);
  });

  it.each<[string, RequestListener, string]>([
    ['too many questions', (_, response) => response.writeHead(403).end('{"message":"rate limit"}'), 'http-403'],
    ['no release yet', (_, response) => response.writeHead(404).end('{}'), 'http-404'],
    ['a fault', (_, response) => response.writeHead(502).end('<html>'), 'http-502'],
    ['a page', (_, response) => response.end('<html>Sign in to this Wi-Fi</html>'), 'answer-odd'],
    ['nothing', (_, response) => response.end(), 'answer-odd'],
    ['other fields', json({ name: 'v0.2.0' }), 'answer-odd'],
    ['a list', json([release]), 'answer-odd'],
    ['half an answer', (_, response) => response.end('{"tag_name": "v0.'), 'answer-odd'],
    ['a deep hole', (_, response) => response.end('['.repeat(60_000)), 'answer-odd'],
    ['too much', json({ ...release, body: 'x'.repeat(64 * 1024) }), 'answer-too-big'],
    ['a redirect without a target', (_, response) => response.writeHead(302).end(), 'http-302'],
    [
      'another host',
      (_, response) => response.writeHead(302, { location: 'https://evil.example/' }).end(),
      'redirect-elsewhere',
    ],
    ['no address', (_, response) => response.writeHead(302, { location: 'http://[' }).end(), 'redirect-elsewhere'],
    ['a circle', (_, response) => response.writeHead(301, { location: path }).end(), 'redirect-endless'],
    ['a cut', (request) => request.socket.destroy(), 'ECONNRESET'],
  ])('is not answered by %s', async (_, listener, code) => {
    await expect(ask(listener)).rejects.toMatchObject({ code });
  });

  it('leads to another place of the same host, as after a new name', async () => {
    const answer = ask((request, response) => {
      if (request.url === '/repositories/1/releases/latest') response.end(JSON.stringify(release));
      else response.writeHead(301, { location: '/repositories/1/releases/latest' }).end();
    });
    expect(await answer).toEqual(release);
  });

  it('is never sent on to another port of the same host', async () => {
    let asked = 0;
    const other = await serve((_, response) => {
      asked += 1;
      response.end(JSON.stringify(release));
    });
    const answer = ask((_, response) => response.writeHead(302, { location: `${other.url}${path}` }).end());
    await expect(answer).rejects.toMatchObject({ code: 'redirect-elsewhere' });
    expect(asked).toBe(0);
  });

  it.each<[string, RequestListener]>([
    ['says nothing', () => undefined],
    ['stops in the middle', (_, response) => void response.write('{"tag_name":')],
  ])('ends with a server that %s', async (_, listener) => {
    await expect(ask(listener, short)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('ends with a server that never comes to an end', async () => {
    const listener: RequestListener = (_, response) => {
      const timer = setInterval(() => response.write(' '), 5);
      response.on('close', () => clearInterval(timer));
    };
    await expect(ask(listener, { idleMs: 300_000, wholeMs: 200 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });

  it('lets go of an endless answer at once', async () => {
    let sent = 0;
    const listener: RequestListener = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16 * 1024))) sent += 16 * 1024;
      };
      response.on('drain', more);
      more();
    };
    await expect(ask(listener)).rejects.toMatchObject({ code: 'answer-too-big' });
    expect(sent).toBeLessThan(64 * 1024 ** 2);
  });

  it('is given up when the app ends', async () => {
    const end = new AbortController();
    await expect(ask(() => end.abort(), long, end.signal)).rejects.toMatchObject({ code: 'ERR_CANCELED' });
  });

  it('takes the way by the proxy of the settings, before that of the environment', async () => {
    const tunnels: string[] = [];
    const { server, url } = await serve(() => undefined);
    server.on('connect', (request, socket) => {
      tunnels.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const address = `https://api.github.invalid${path}`;
    const settings = { proxy: url, caFile: null };
    const environment = { HTTPS_PROXY: 'http://127.0.0.1:9' };
    await expect(askThroughSettings(address, settings, environment, never)).rejects.toThrow();
    expect(tunnels).toEqual(['api.github.invalid:443']);
  });

  it('is not asked with a CA file that holds no certificate', async () => {
    const settings = { proxy: null, caFile: import.meta.filename };
    await expect(askThroughSettings(`https://api.github.invalid${path}`, settings, {}, never)).rejects.toMatchObject({
      code: 'settings.invalid',
    });
  });
});

it.each<[string, string | null, Record<string, string>, string | undefined]>([
  ['nothing is set', null, {}, undefined],
  ['the setting wins', 'http://own:1', { HTTPS_PROXY: 'http://env:2' }, 'http://own:1/'],
  ['the variable', null, { HTTPS_PROXY: 'http://env:2' }, 'http://env:2/'],
  ['in lower case', null, { HTTPS_PROXY: '', https_proxy: 'http://env:2' }, 'http://env:2/'],
  ['without a scheme', null, { HTTPS_PROXY: 'env:2' }, 'http://env:2/'],
  ['no other variable', null, { ALL_PROXY: 'http://env:2', HTTP_PROXY: 'http://env:2' }, undefined],
  ['an exception', 'http://own:1', { NO_PROXY: 'localhost, api.github.com' }, undefined],
  ['a domain', 'http://own:1', { NO_PROXY: 'github.com' }, undefined],
  ['its subdomains', 'http://own:1', { NO_PROXY: '.github.com:443' }, undefined],
  ['a star', 'http://own:1', { no_proxy: '*.github.com' }, undefined],
  ['everything', 'http://own:1', { NO_PROXY: '*' }, undefined],
  ['other names', 'http://own:1', { NO_PROXY: 'hub.com,.api.github.com,' }, 'http://own:1/'],
  ['no address', null, { HTTPS_PROXY: 'http://' }, undefined],
])('the proxy: %s', (_, chosen, environment, expected) => {
  expect(proxyFor('api.github.com', chosen, environment)?.href).toBe(expected);
});
