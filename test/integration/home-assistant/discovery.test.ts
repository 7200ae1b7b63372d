import { expect, it } from 'vitest';
import { discoverHomes, type DiscoveredHome } from '../../../src/core/home-assistant/discovery.ts';
import { announceHome, type AnnouncedHome } from '../../support/announce-home.ts';
import { needs } from '../../support/skip.ts';
import { failureOf, later, never, wallClock } from './support.ts';

const publish = async (home: AnnouncedHome): Promise<void> => {
  const stop = await announceHome(home);
  later(() => stop());
};

const villa = {
  location_name: 'Villa',
  uuid: 'c'.repeat(32),
  version: '2026.11.0',
  internal_url: 'http://192.168.1.5:8123',
};
const real: AnnouncedHome = { name: 'Home', host: 'homeassistant.local', address: '192.168.1.5', txt: villa };

const discover = async (): Promise<readonly DiscoveredHome[]> => {
  const homes = await discoverHomes(wallClock, 1_500, never);
  needs(homes.length > 0, 'a network interface with multicast');
  return homes;
};

it('finds homes by multicast', async () => {
  await publish(real);
  await publish({ ...real, name: 'Other', txt: { uuid: 'd'.repeat(32) } });
  const homes = await discover();
  expect(homes).toContainEqual(
    expect.objectContaining({ name: 'Villa', uuid: villa.uuid, version: '2026.11.0', port: 8123 }),
  );
  expect(homes).toContainEqual(expect.objectContaining({ name: 'Other', uuid: 'd'.repeat(32) }));
  expect(homes.find(({ name }) => name === 'Villa')?.urls).toContain('http://192.168.1.5:8123');
});

it.each<[string, Partial<AnnouncedHome>]>([
  ['another host', { host: 'twin.local', address: '192.168.1.66' }],
  ['the host of the real one', { address: '192.168.1.66' }],
  ['an address of its own in its words', { txt: { ...villa, internal_url: 'http://192.168.1.66:8123' } }],
])('a twin with the same name and id, on %s, neither hides nor changes the real home', async (_what, other) => {
  await publish({ ...real, ...other });
  await publish(real);
  const ours = (await discover()).filter(({ uuid }) => uuid === villa.uuid);
  const seen = ours.map(({ addresses, urls }) => ({ addresses, urls }));
  expect(seen).toHaveLength(2);
  expect(seen).toContainEqual({ addresses: ['192.168.1.5'], urls: ['http://192.168.1.5:8123'] });
});

it('can be cancelled', async () => {
  const cancel = new AbortController();
  const searching = failureOf(discoverHomes(wallClock, 60_000, cancel.signal));
  cancel.abort();
  expect((await searching).code).toBe('sync.cancelled');
});
