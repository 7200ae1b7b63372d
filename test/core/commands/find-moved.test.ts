import { expect, test } from 'vitest';
import { claimsOf } from '../../../src/core/commands/find-moved.ts';
import type { DiscoveredHome } from '../../../src/core/home-assistant/discovery.ts';

const home = (uuid: string | undefined, ...urls: readonly string[]): DiscoveredHome => ({
  ...{ name: 'Home', uuid, version: '2026.11.2', urls, addresses: [], port: 8123 },
});
const failed = 'http://192.168.1.20:8123';
const urlsOf = (...homes: readonly DiscoveredHome[]): readonly string[] =>
  claimsOf(homes, 'ours', failed).flatMap(({ urls }) => urls);

test.each([
  ['at another address', [home('ours', 'http://192.168.1.57:8123')], ['http://192.168.1.57:8123']],
  ['at the one that failed', [home('ours', failed)], []],
  ['at the old one and a new one', [home('ours', failed, 'http://10.0.0.5:8123')], ['http://10.0.0.5:8123']],
  ['another one', [home('theirs', 'http://192.168.1.57:8123')], []],
  ['one without an id', [home(undefined, 'http://192.168.1.57:8123')], []],
  ['in the open in plain http', [home('ours', 'http://8.8.8.8:8123')], []],
  ['outside with https, where the stored token never goes', [home('ours', 'https://home.example.org')], []],
  [
    'at a place that another id claims too',
    [home('ours', 'http://10.0.0.5:8123'), home('theirs', 'http://10.0.0.5:8123')],
    [],
  ],
  [
    'at two places under one id: nobody says which one lies',
    [home('ours', 'http://192.168.1.57:8123'), home('ours', 'http://192.168.1.66:8123')],
    ['http://192.168.1.57:8123', 'http://192.168.1.66:8123'],
  ],
])('announced %s', (_what, homes, urls) => {
  expect(urlsOf(...homes)).toEqual(urls);
});

test('what was encrypted is looked for with encryption alone', () => {
  const homes = [home('ours', 'http://192.168.1.57:8123', 'https://ha.lan:8123', 'https://home.example.org:444')];
  expect(claimsOf(homes, 'ours', 'https://home.example.org')[0]?.urls).toEqual([
    'https://192.168.1.57:8123',
    'https://ha.lan:8123',
    'https://home.example.org:444',
  ]);
});

test('who announces a thousand addresses is believed twelve', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => `http://10.0.${index >> 8}.${index & 255}:8123`);
  expect(urlsOf(home('ours', ...many))).toHaveLength(12);
});
