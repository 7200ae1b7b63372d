import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { suiteNeeds } from '../../support/skip.ts';
import { atHome, canNamespaces, inCafe, Places } from './places.ts';
import type { Visit } from './visitor.ts';

let places: Places;
type Place = 'home' | 'cafe';

suiteNeeds(await canNamespaces(), 'network namespaces: Linux, root, iproute2')('a token in plain http', () => {
  beforeAll(async () => {
    places = await Places.open([
      { ...atHome, name: 'home', welcome: 'home' },
      { ...inCafe, name: 'cafe', welcome: 'home' },
    ]);
    // A network that has just come up is not known as home in its first moments. Nobody gets a token for that.
    await eventually(async () => expect((await places.visit('home', {}))[0]).not.toBe('ha.away'));
  }, 120_000);
  afterAll(() => places.close(), 60_000);

  it('goes to Home Assistant at home', async () => {
    expect(await places.visit('home', {})).toEqual(['ha.token-invalid', ['token at ::ffff:192.168.77.5']]);
  }, 120_000);

  it('goes there over IPv6 on the same link', async () => {
    expect(await places.visit('home', { url: 'http://[fd77::5]:8123' })).toEqual([
      'ha.token-invalid',
      ['token at fd77::5'],
    ]);
  }, 120_000);

  it.each<[string, Place, Partial<Visit>, string]>([
    ['away, where the same address is somebody else', 'cafe', {}, 'ha.away'],
    ['away, by its address', 'cafe', { url: 'http://192.168.77.5:8123' }, 'ha.away'],
    ['away, over IPv6', 'cafe', { url: 'http://[fd77::5]:8123' }, 'ha.away'],
    ['away, an address in disguise', 'cafe', { url: 'http://[::ffff:192.168.77.5]:8123' }, 'ha.away'],
    ['this computer and a stranger', 'cafe', { answers: [['127.0.0.1', '192.168.77.5']] }, 'ha.away'],
    ['home and a stranger', 'home', { answers: [['192.168.77.5', '203.0.113.9']] }, 'ha.away'],
    ['the internet through the router at home', 'home', { answers: [['203.0.113.9']] }, 'ha.away'],
    ['another answer after the first', 'home', { answers: [['192.168.77.5'], ['203.0.113.9']] }, 'ha.away'],
    ['a subnet that was confirmed once', 'cafe', { networks: ['subnet:192.168.77.0/24'] }, 'ha.away'],
    ['a name of this computer that leads elsewhere', 'cafe', { url: 'http://x.localhost:8123' }, 'ha.away'],
  ])(
    'goes nowhere: %s',
    async (_what, place, given, code) => {
      expect(await places.visit(place, given)).toEqual([code, []]);
    },
    120_000,
  );

  it('goes nowhere when https was replaced by http', async () => {
    const [code, tokens] = await places.visit('home', { url: 'https://ha.lan:8123' });
    expect([code, tokens]).toEqual(['ha.moved', []]);
  }, 120_000);
});
