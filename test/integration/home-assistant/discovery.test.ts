import { Bonjour } from 'bonjour-service';
import { expect, it } from 'vitest';
import { discoverHomes } from '../../../src/core/home-assistant/discovery.ts';
import { needs } from '../../support/skip.ts';
import { failureOf, later, never, wallClock } from './support.ts';

/** Publishes like Home Assistant does, and waits until it is out. */
const publish = async (name: string, txt: object): Promise<void> => {
  const bonjour = new Bonjour();
  later(
    () =>
      new Promise((resolve) =>
        bonjour.unpublishAll(() => {
          bonjour.destroy();
          resolve(undefined);
        }),
      ),
  );
  const service = bonjour.publish({ name, type: 'home-assistant', port: 8123, txt, probe: false });
  await new Promise((resolve) => service.once('up', resolve));
};

const home = {
  location_name: 'Villa',
  uuid: 'c'.repeat(32),
  version: '2026.11.0',
  internal_url: 'http://192.168.1.5:8123',
};

it('finds homes by multicast', async () => {
  await publish('Home', home);
  await publish('Other', { uuid: 'd'.repeat(32) });
  const homes = await discoverHomes(wallClock, 1_500, never);
  needs(homes.length > 0, 'a network interface with multicast');
  expect(homes).toContainEqual(
    expect.objectContaining({ name: 'Villa', uuid: home.uuid, version: '2026.11.0', port: 8123 }),
  );
  expect(homes).toContainEqual(expect.objectContaining({ name: 'Other', uuid: 'd'.repeat(32) }));
  expect(homes.find(({ name }) => name === 'Villa')?.urls).toContain('http://192.168.1.5:8123');
});

it('can be cancelled', async () => {
  const cancel = new AbortController();
  const searching = failureOf(discoverHomes(wallClock, 60_000, cancel.signal));
  cancel.abort();
  expect((await searching).code).toBe('sync.cancelled');
});
