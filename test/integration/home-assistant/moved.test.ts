import { expect, it } from 'vitest';
import { findMoved, type MovedNeeds } from '../../../src/core/commands/find-moved.ts';
import { moveHome } from '../../../src/core/commands/move-home.ts';
import type { DiscoveredHome } from '../../../src/core/home-assistant/discovery.ts';
import { freshSettings, instanceSchema, type InstanceSettings } from '../../../src/core/settings/schema.ts';
import { ArrayLogger } from '../../support/app-harness.ts';
import { fixedNetwork } from '../../support/fixed-network.ts';
import { inMemory, settingsInMemory } from '../../support/in-memory.ts';
import { failureOf, never, startHome, wallClock } from './support.ts';

/** Nobody listens there. */
const gone = 'http://127.0.0.1:9';

const announced = (url: string, uuid = 'ours'): DiscoveredHome => ({
  ...{ name: 'Beach House', uuid, version: '2099.1.0', urls: [url] },
  ...{ addresses: [], port: Number(new URL(url).port) },
});

/** Set up there, and seen last with that version. */
const contextOf = (url: string, seen: string, tls: InstanceSettings['tls'] = {}): MovedNeeds => {
  const instance = instanceSchema.parse({ key: 'home', url, name: 'Beach House', instanceId: 'ours', tls });
  const home = { at: '2026-11-21T12:00:00.000Z', name: 'Beach House', version: seen, complete: true, backups: [] };
  return {
    settings: settingsInMemory({ ...freshSettings('Study'), instances: [instance] }),
    lastLook: inMemory({ home }),
    ports: { clock: wallClock, logger: new ArrayLogger(), environment: {}, network: fixedNetwork('home') },
  };
};

const found = (context: MovedNeeds, ...homes: readonly DiscoveredHome[]) =>
  findMoved(context, never, () => Promise.resolve(homes));

it('is found by its id where it answers, with the version that it tells itself and without any token', async () => {
  const home = await startHome();
  const place = { url: home.url, name: 'Beach House', version: home.version, isProven: false, isEncrypted: true };
  expect(await found(contextOf(gone, '2024.1.0'), announced(home.url), announced('http://127.0.0.1:8'))).toEqual([
    { ...place, isOlder: false },
  ]);
  expect(await found(contextOf(gone, '2098.1.0'), announced(home.url))).toEqual([{ ...place, isOlder: true }]);
  expect(JSON.stringify(home.log())).not.toContain(home.token);
  expect(home.badTokenCount()).toBe(0);
  await expect.poll(() => home.openSockets()).toBe(0);
});

it('is not looked for elsewhere where it answers at its own address again', async () => {
  const [home, other] = [await startHome(), await startHome()];
  expect(await found(contextOf(home.url, '2026.11.0'), announced(other.url))).toEqual([]);
});

it('is proven by the certificate that was accepted, and by nothing less', async () => {
  const [home, stranger] = [await startHome({ tls: true }), await startHome({ tls: true })];
  const pinned = contextOf('https://127.0.0.1:9', '2026.11.0', { fingerprint256: home.fingerprint });
  // Announced as plain http, as a service without an address of its own is.
  const places = await found(pinned, announced(home.url.replace('https:', 'http:')), announced(stranger.url));
  expect(places.map(({ url, isProven }) => ({ url, isProven }))).toEqual([{ url: home.url, isProven: true }]);
});

it('gives the stored token to nobody who announces itself as another one at the new address', async () => {
  const home = await startHome();
  const context = contextOf(gone, '2026.11.0');
  const [instance] = context.settings.current.instances;
  const moving = { ...context, instance: () => instance } as unknown as Parameters<typeof moveHome>[0];
  const moved = moveHome(moving, { url: home.url, acceptUnencrypted: home.url }, never, () =>
    Promise.resolve([announced(home.url, 'theirs')]),
  );
  expect((await failureOf(moved)).code).toBe('ha.instance-changed');
  expect(home.log().some(({ kind }) => kind !== 'http')).toBe(false);
});

it('asks before what was encrypted goes on in clear, whatever the new address is called', async () => {
  const home = await startHome();
  const context = contextOf('https://home.example.org', '2026.11.0');
  const [instance] = context.settings.current.instances;
  const moving = { ...context, instance: () => instance } as unknown as Parameters<typeof moveHome>[0];
  // The network tells that it is no loopback.
  expect(await failureOf(moveHome(moving, { url: home.url }, never))).toMatchObject({
    code: 'ha.unencrypted',
    facts: { url: home.url, hadHttps: true },
  });
});
