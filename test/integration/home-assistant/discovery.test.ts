import multicastDns from 'multicast-dns';
import { expect, it } from 'vitest';
import { discoverHomes, type DiscoveredHome } from '../../../src/core/home-assistant/discovery.ts';
import { needs } from '../../support/skip.ts';
import { failureOf, later, never, wallClock } from './support.ts';

interface Published {
  readonly name: string;
  readonly host: string;
  readonly address: string;
  readonly txt: Readonly<Record<string, string>>;
}

/** Answers like Home Assistant does: everything in one packet, to everybody. */
const publish = async ({ name, host, address, txt }: Published): Promise<void> => {
  const multicast = multicastDns();
  later(() => new Promise((resolve) => multicast.destroy(() => resolve(undefined))));
  const type = '_home-assistant._tcp.local';
  const service = `${name}.${type}`;
  multicast.on('query', ({ questions }: { questions: readonly { name: string }[] }) => {
    if (!questions.some((question) => question.name === type)) return;
    multicast.respond({
      answers: [{ type: 'PTR', name: type, ttl: 4500, data: service }],
      additionals: [
        { type: 'SRV', name: service, ttl: 120, flush: true, data: { target: host, port: 8123 } },
        { type: 'TXT', name: service, ttl: 4500, data: Object.entries(txt).map(([key, value]) => `${key}=${value}`) },
        { type: 'A', name: host, ttl: 120, flush: true, data: address },
      ],
    });
  });
  await new Promise((resolve) => multicast.once('ready', resolve));
};

const villa = {
  location_name: 'Villa',
  uuid: 'c'.repeat(32),
  version: '2026.11.0',
  internal_url: 'http://192.168.1.5:8123',
};
const real: Published = { name: 'Home', host: 'homeassistant.local', address: '192.168.1.5', txt: villa };

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

it.each<[string, Partial<Published>]>([
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
