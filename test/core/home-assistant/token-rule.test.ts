import { describe, expect, it } from 'vitest';
import { TokenUse } from '../../../src/core/home-assistant/token-use.ts';
import { mayUseToken } from '../../../src/core/home-assistant/token-rule.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';

const plain = 'http://192.168.1.5:8123';

describe('mayUseToken', () => {
  it.each<[string, string | undefined, string[], boolean]>([
    [plain, 'router-a', ['router-a'], true],
    [plain, 'router-b', ['router-a', 'router-b'], true],
    [plain, 'router-b', ['router-a'], false],
    [plain, 'router-b', [], false],
    [plain, undefined, ['router-a'], false],
    ['http://homeassistant.local', 'cafe', ['router-a'], false],
    ['http://[fd00::1]:8123', 'cafe', ['router-a'], false],
    ['https://homeassistant.local:8123', 'cafe', [], true],
    ['https://abc.ui.nabu.casa', undefined, [], true],
    ['http://127.0.0.1:8123', 'cafe', [], true],
    ['http://localhost:8123', undefined, [], true],
    ['http://[::1]:8123', undefined, [], true],
    ['http://this-computer:8123', 'loopback', [], true],
    ['http://localhost.evil.example:8123', 'cafe', [], false],
    ['http://127.evil.example:8123', 'cafe', [], false],
  ])('%s in %s of %j: %s', (url, network, confirmed, allowed) => {
    expect(mayUseToken(url, network, confirmed)).toBe(allowed);
  });
});

describe('TokenUse', () => {
  const use = (network: string | undefined): { readonly use: TokenUse; readonly reads: () => number } => {
    let reads = 0;
    const token = (): Promise<string> => Promise.resolve(`token ${(reads += 1)}`);
    const options = { token, confirmedNetworks: ['home'], network: { current: () => Promise.resolve(network) } };
    return { use: new TokenUse(options), reads: () => reads };
  };

  it('reads the token anew for each use, and not at all away from home', async () => {
    const home = use('home');
    expect([await home.use.take(plain), await home.use.take(plain)]).toEqual(['token 1', 'token 2']);
    const cafe = use('cafe');
    await expect(cafe.use.take(plain)).rejects.toMatchObject({ code: 'ha.away', facts: { connected: true } });
    await expect(use(undefined).use.take(plain)).rejects.toMatchObject({
      code: 'ha.away',
      facts: { connected: false },
    });
    expect(cafe.reads()).toBe(0);
  });

  it.each(['ha.token-invalid', 'ha.not-admin'] as const)('gives no token any more after %s', async (code) => {
    const home = use('home');
    home.use.heed(new AppError(code, { status: 401 }));
    await expect(home.use.take(plain)).rejects.toMatchObject({ code, facts: { status: 401, remembered: true } });
    expect(home.reads()).toBe(0);
  });

  it.each(['ha.unreachable', 'ha.away', 'ha.banned'] as const)('goes on after %s', async (code) => {
    const home = use('home');
    home.use.heed(new AppError(code));
    await expect(home.use.take(plain)).resolves.toBe('token 1');
  });
});
