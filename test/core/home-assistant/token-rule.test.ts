import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { routeOf } from '../../../src/core/home-assistant/route.ts';
import { mayGoInClear } from '../../../src/core/home-assistant/token-rule.ts';
import { TokenUse } from '../../../src/core/home-assistant/token-use.ts';
import type { Reach } from '../../../src/core/ports/network.ts';
import { fixedNetwork } from '../../support/fixed-network.ts';

const at = (network: string | undefined, address = '192.168.1.5', near = true): Reach => ({
  ...{ address, network, near },
  from: [],
});
const here = at('loopback', '127.0.0.1');
const home = at('router:aa');
const stranger = at('router:bb', '203.0.113.9', false);

describe('mayGoInClear', () => {
  it.each<[string, Reach[], string[], boolean]>([
    ['at home', [home], ['router:aa'], true],
    ['another confirmed network', [home], ['router:cc', 'router:aa'], true],
    ['this computer', [here], [], true],
    ['two addresses at home', [home, at('router:aa', 'fd00::5')], ['router:aa'], true],
    ['a strange network', [at('router:bb')], ['router:aa'], false],
    ['nothing confirmed', [home], [], false],
    ['no way that could be recognized', [at(undefined)], ['router:aa'], false],
    ['a name that leads nowhere', [], ['router:aa'], false],
    ['this computer and a stranger', [here, stranger], ['router:aa'], false],
    ['home and a stranger', [home, stranger], ['router:aa'], false],
    ['the internet, through the router at home', [at('router:aa', '203.0.113.9', false)], ['router:aa'], false],
    ['a subnet, which anybody can be', [at('subnet:192.168.1.0/24')], ['subnet:192.168.1.0/24'], false],
  ])('%s', (_what, reaches, confirmed, allowed) => {
    expect(mayGoInClear(reaches, confirmed)).toBe(allowed);
  });
});

describe('a route', () => {
  const route = routeOf([
    { ...home, from: ['192.168.1.20'] },
    { ...here, address: '::1' },
  ]);
  it.each<[string | undefined, string | undefined, boolean]>([
    ['192.168.1.5', '192.168.1.20', true],
    ['::ffff:192.168.1.5', '::ffff:192.168.1.20', true],
    ['192.168.1.5', '10.8.0.2', false],
    ['192.168.1.6', '192.168.1.20', false],
    ['::1', '::1', true],
    [undefined, '192.168.1.20', false],
    ['192.168.1.5', undefined, false],
  ])('to %s from %s: %s', (remote, local, good) => {
    expect(route.accepts(remote, local)).toBe(good);
  });
});

const plain = 'http://192.168.1.5:8123';

describe('TokenUse', () => {
  const use = (network: string | undefined, allowedOrigin: string | null = plain) => {
    let reads = 0;
    const token = (): Promise<string> => Promise.resolve(`token ${(reads += 1)}`);
    const options = { token, confirmedNetworks: ['home'], allowedOrigin, network: fixedNetwork(network) };
    return { use: new TokenUse(options), reads: () => reads };
  };
  const tokenAt = async (who: TokenUse, url = plain): Promise<string> => (await who.take(url)).token;

  it('reads the token anew for each use, and not at all away from home', async () => {
    const atHome = use('home');
    expect([await tokenAt(atHome.use), await tokenAt(atHome.use)]).toEqual(['token 1', 'token 2']);
    const cafe = use('cafe');
    await expect(cafe.use.take(plain)).rejects.toMatchObject({ code: 'ha.away', facts: { connected: true } });
    await expect(use(undefined).use.take(plain)).rejects.toMatchObject({
      code: 'ha.away',
      facts: { connected: false },
    });
    expect(cafe.reads()).toBe(0);
  });

  it('in clear only for the very origin that was allowed; asking without the token needs no leave', async () => {
    const other = use('home', 'http://192.168.1.5');
    await expect(other.use.take(plain)).rejects.toMatchObject({ code: 'ha.unencrypted', facts: { url: plain } });
    await expect(use('home', null).use.take(plain)).rejects.toMatchObject({ code: 'ha.unencrypted' });
    expect((await other.use.route(plain))?.addresses).toEqual(['192.168.1.5']);
    expect(other.reads()).toBe(0);
    expect(await tokenAt(use('loopback', null).use, 'http://127.0.0.1:8123')).toBe('token 1');
    expect(await tokenAt(use(undefined, null).use, 'https://ha.example.org')).toBe('token 1');
  });

  it.each(['ha.token-invalid', 'ha.not-admin'] as const)('gives no token any more after %s', async (code) => {
    const atHome = use('home');
    atHome.use.heed(new AppError(code, { status: 401 }));
    await expect(atHome.use.take(plain)).rejects.toMatchObject({ code, facts: { status: 401, remembered: true } });
    expect(atHome.reads()).toBe(0);
  });

  it.each(['ha.unreachable', 'ha.away', 'ha.banned'] as const)('goes on after %s', async (code) => {
    const atHome = use('home');
    atHome.use.heed(new AppError(code));
    expect(await tokenAt(atHome.use)).toBe('token 1');
  });
});
