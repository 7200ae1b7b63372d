import { afterAll, beforeAll, expect, it } from 'vitest';
import { suiteNeeds } from '../../support/skip.ts';
import { atHome, canNamespaces, home, inCafe, Places } from './places.ts';
import type { Visit } from './visitor.ts';

let places: Places;
const all = [
  { ...atHome, name: 'twin', welcome: 'twin' },
  { router: 'tunnel', name: 'tun', welcome: 'home' },
  { ...inCafe, name: 'cafe', welcome: 'page' },
  { ...atHome, name: 'page', welcome: 'page' },
  { ...atHome, name: 'goto', welcome: 'redirect' },
  { ...atHome, name: 'tls', welcome: 'https' },
] as const;
type Place = (typeof all)[number]['name'];

const known = 'https://ha.lan:8123';
const accepted = { fingerprint: Array.from({ length: 32 }, () => 'AB').join(':') };

suiteNeeds(await canNamespaces(), 'network namespaces: Linux, root, iproute2')('a stranger gets no token', () => {
  beforeAll(async () => {
    places = await Places.open(all);
  }, 240_000);
  afterAll(() => places.close(), 60_000);

  it.each<[string, Place, Partial<Visit>, string]>([
    ['a tunnel whose addresses are those at home', 'tun', {}, 'ha.away'],
    ['a tunnel that was confirmed by its subnet', 'tun', { networks: [home, 'subnet:192.168.77.0/24'] }, 'ha.away'],
    ['a sign-in page elsewhere, for http', 'cafe', {}, 'ha.away'],
    ['a sign-in page at home: a page for everything', 'page', {}, 'ha.not-home-assistant'],
    ['a sign-in page at home: sent on to another host', 'goto', {}, 'ha.login-in-front'],
    ['a stranger with encryption and a certificate of its own', 'tls', { url: known }, 'ha.tls-untrusted'],
    ['the same, where another certificate was accepted', 'tls', { url: known, ...accepted }, 'ha.tls-untrusted'],
  ])(
    '%s',
    async (_what, place, given, code) => {
      expect(await places.visit(place, given)).toEqual([code, []]);
    },
    120_000,
  );

  it('who announces the name and id of the home from elsewhere is shown beside it, and is not asked', async () => {
    const [shown] = await places.visit('twin', { looks: true, url: 'http://192.168.77.5:8123' });
    expect(shown).toBe('Villa http://192.168.77.5:8123, Villa http://192.168.77.1:8123');
    const [code, tokens] = await places.visit('twin', { ownInstanceId: 'of-mine' });
    expect([code, tokens]).toEqual(['ha.token-invalid', ['token at ::ffff:192.168.77.5']]);
  }, 120_000);
});
