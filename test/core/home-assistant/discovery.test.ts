import { expect, it } from 'vitest';
import { homeAt, toHome } from '../../../src/core/home-assistant/discovery.ts';

const service = {
  name: 'Home',
  port: 8123,
  addresses: ['192.168.1.5', 'fd00::5'],
  txt: {
    location_name: 'Villa',
    uuid: 'a'.repeat(32),
    version: '2026.11.0',
    internal_url: 'http://homeassistant.local:8123/',
    external_url: '',
    base_url: 'http://homeassistant.local:8123',
    requires_api_password: 'True',
  },
};

it('reads what a service tells about itself', () => {
  expect(toHome(service)).toEqual({
    name: 'Villa',
    uuid: 'a'.repeat(32),
    version: '2026.11.0',
    urls: ['http://homeassistant.local:8123', 'http://192.168.1.5:8123', 'http://[fd00::5]:8123'],
    addresses: ['192.168.1.5', 'fd00::5'],
    port: 8123,
  });
});

it('makes do with less', () => {
  const bare = { name: 'Home', port: 80, addresses: [], txt: {} };
  expect(toHome(bare)).toEqual({
    name: 'Home',
    uuid: undefined,
    version: undefined,
    urls: [],
    addresses: [],
    port: 80,
  });
  expect(toHome({ ...bare, txt: { internal_url: 'not a url' } }).urls).toEqual([]);
});

it.each([
  ['http://homeassistant.local:8123', [], true],
  ['http://other.local:8123', ['192.168.1.5'], true],
  ['http://[fd00::5]:8123', ['fd00::5'], true],
  ['http://other.local', ['192.168.1.5'], false],
  ['http://192.168.1.6:8123', ['192.168.1.6'], false],
])('%s at %j is that home: %s', (url, addresses, expected) => {
  const home = toHome(service);
  expect(homeAt([home], url, addresses)).toBe(expected ? home : undefined);
});

it('does not guess between two that claim the same address', () => {
  const home = toHome(service);
  expect(homeAt([home, { ...home, uuid: 'b'.repeat(32) }], 'http://homeassistant.local:8123', [])).toBeUndefined();
});

it('believes two announcements of one home, from each of its network cards', () => {
  const home = toHome(service);
  const other = { ...home, addresses: ['10.0.0.5'] };
  expect(homeAt([home, other], 'http://homeassistant.local:8123', [])).toBe(home);
});
