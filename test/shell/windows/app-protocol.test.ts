import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isAppUrl, pageUrl, serveApp } from '../../../src/main/windows/app-protocol.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'app-protocol-'));
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  mkdirSync(join(folder, 'renderer-other'));
  writeFileSync(join(folder, 'renderer', 'index.html'), '<p>page</p>');
  writeFileSync(join(folder, 'renderer', 'assets', 'main.js'), 'script()');
  writeFileSync(join(folder, 'renderer', 'notes.txt'), 'no part of a page');
  writeFileSync(join(folder, 'secret.js'), 'outside');
  writeFileSync(join(folder, 'renderer-other', 'secret.js'), 'outside');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ask = (url: string, method = 'GET'): Promise<Response> => serveApp(join(folder, 'renderer'))({ url, method });

it('serves pages and their files, each with its type', async () => {
  const page = await ask(pageUrl('index'));
  expect([page.status, await page.text()]).toEqual([200, '<p>page</p>']);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const script = await ask('app://bundle/assets/main.js?v=1#part');
  expect([await script.text(), script.headers.get('content-type')]).toEqual([
    'script()',
    'text/javascript; charset=utf-8',
  ]);
});

it.each(['app://bundle/index.html', 'app://bundle/missing.html'])('%s comes under the policy', async (url) => {
  const { headers } = await ask(url);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it.each([
  'app://bundle/../secret.js',
  'app://bundle/%2e%2e/secret.js',
  'app://bundle/..%2fsecret.js',
  'app://bundle/%2e%2e%2fsecret.js',
  'app://bundle/assets/..%2f..%2fsecret.js',
  'app://bundle/..%2frenderer-other%2fsecret.js',
  'app://bundle/..%5csecret.js',
  'app://bundle/%00secret.js',
  'app://bundle/index.html%00.js',
  'app://bundle/%zz',
  'app://bundle/C:/secret.js',
  'app://bundle/file%3a/secret.js',
  'app://bundle//secret.js',
  'app://bundle/',
  'app://bundle/assets',
  'app://bundle/notes.txt',
  'app://bundle/missing.js',
  'app://other/index.html',
  'app://bundle.evil/index.html',
  'app://bundle:80/index.html',
  'file:///index.html',
  'https://bundle/index.html',
  'not an address',
])('%s is not there', async (url) => {
  const answer = await ask(url);
  expect([answer.status, await answer.text()]).toEqual([404, '']);
});

it.each(['POST', 'PUT', 'HEAD', 'DELETE'])('%s is not answered', async (method) => {
  expect((await ask(pageUrl('index'), method)).status).toBe(404);
});

it('knows its own addresses', () => {
  expect([pageUrl('index'), pageUrl('prompt')].map(isAppUrl)).toEqual([true, true]);
  const foreign = ['app://other/', 'https://bundle/', 'app:bundle', 'app:///index.html', '', 'about:blank'];
  expect(foreign.map(isAppUrl)).toEqual(foreign.map(() => false));
});
