import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  linuxTables,
  macTables,
  SystemNetworkIdentity,
  windowsTables,
  type NetworkIdentityPorts,
  type NetworkTables,
  type RunTool,
} from '../../../src/adapters/network-identity.ts';
import { hardwareAddressIn, ipv4Number, subnetOf } from '../../../src/adapters/network-tables.ts';
import * as samples from './network-samples.ts';

let proc: string;
beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'proc-'));
  await writeFile(join(proc, 'route'), samples.procRoute);
  await writeFile(join(proc, 'arp'), samples.procArp);
});
afterEach(() => rm(proc, { recursive: true, force: true }));

const own = (address: string, length: number, family = 'IPv4') => ({ address, family, cidr: `${address}/${length}` });
const homes: Readonly<Record<string, readonly string[]>> = {
  'ha.wlan': ['192.168.1.50'],
  'ha.lan': ['fd00::50', '192.168.2.50'],
  'ha.vpn': ['10.8.0.5'],
  'ha.example': ['203.0.113.7'],
  'ha.six': ['fd00::50'],
  localhost: ['127.0.0.1', '::1'],
  me: ['192.168.2.20'],
};
const interfaces = {
  lo: [own('127.0.0.1', 8)],
  eth0: [own('192.168.2.20', 24), own('fe80::1', 64, 'IPv6')],
  wlan0: [own('192.168.1.20', 24)],
  wg0: [own('10.8.0.2', 24)],
};

const identity = (tables: NetworkTables, ports: Partial<NetworkIdentityPorts> = {}) =>
  new SystemNetworkIdentity({
    tables,
    resolve: (host) => Promise.resolve(homes[host] ?? []),
    interfaces: () => interfaces,
    nudge: () => Promise.resolve(),
    ...ports,
  });

describe('the ways to all addresses of a host', () => {
  const reach = async (addresses: readonly string[]) =>
    (await identity(linuxTables(proc), { resolve: () => Promise.resolve(addresses) }).reach('any')).map(
      ({ address, network, near }) => [address, network, near] as const,
    );
  const router = 'router:a4:91:b1:00:11:22';

  it.each<[string, readonly string[], readonly (readonly [string, string | undefined, boolean])[]]>([
    ['nothing found', [], []],
    ['a tunnel has no name', ['10.8.0.9'], [['10.8.0.9', undefined, true]]],
    ['the internet is not near', ['203.0.113.9'], [['203.0.113.9', router, false]]],
    ['an address in disguise', ['::ffff:127.0.0.1'], [['::ffff:127.0.0.1', 'loopback', true]]],
    ['an unknown IPv6 way', ['fd12::5'], [['fd12::5', undefined, false]]],
  ])('%s', async (_what, addresses, expected) => {
    expect(await reach(addresses)).toEqual(expected);
  });

  it('judges each of them, and leaves out what no connection can go to', async () => {
    const [loopback, stranger, ...none] = await reach(['127.0.0.1', '203.0.113.9', 'fe80::5']);
    expect([loopback?.[1], stranger?.[2], none]).toEqual(['loopback', false, []]);
  });
});

describe('the network that leads to a host, on Linux', () => {
  it.each([
    ['the router on the link of a neighbour', 'ha.lan', 'router:a4:91:b1:00:11:22'],
    ['the cheapest way out for a host outside', 'ha.example', 'router:a4:91:b1:00:11:22'],
    ['the same for a host that is not known here', 'ha.local', 'router:a4:91:b1:00:11:22'],
    ['the same where the host has an IPv6 address alone', 'ha.six', 'router:a4:91:b1:00:11:22'],
    ['the subnet of a tunnel', 'ha.vpn', 'subnet:10.8.0.0/24'],
    ['the subnet where the router keeps silent', 'ha.wlan', 'subnet:192.168.1.0/24'],
    ['this computer by its name', 'localhost', 'loopback'],
    ['this computer by its own address', 'me', 'loopback'],
  ])('is %s', async (_, host, expected) => {
    expect(await identity(linuxTables(proc)).current(host)).toBe(expected);
  });

  it('wakes a router that was not spoken to lately, so that one network keeps one name', async () => {
    const nudged: string[] = [];
    const nudge = async (address: string): Promise<void> => {
      nudged.push(address);
      await writeFile(
        join(proc, 'arp'),
        samples.procArp.replace('0x0         00:00:00:00:00:00', '0x2         a4:91:b1:99:99:99'),
      );
    };
    expect(await identity(linuxTables(proc), { nudge }).current('ha.wlan')).toBe('router:a4:91:b1:99:99:99');
    expect(nudged).toEqual(['192.168.1.1']);
  });

  it('is unknown without any network, and without tables the network that there is', async () => {
    const nothing = linuxTables(join(proc, 'none'));
    expect(
      await identity(nothing, { interfaces: () => ({ lo: [own('127.0.0.1', 8)] }) }).current('ha.lan'),
    ).toBeUndefined();
    const six = { lo: [own('::1', 128, 'IPv6')], eth0: [own('fe80::1', 64, 'IPv6'), own('fd00:1:2:3::9', 64, 'IPv6')] };
    expect(await identity(nothing, { interfaces: () => six }).current('ha.six')).toBe('subnet:fd00:1:2:3::/64');
  });
});

/** Answers like a tool of the system; records what it was asked. */
const tool = (answers: Readonly<Record<string, string>>): RunTool & { asked: string[] } => {
  const asked: string[] = [];
  const run: RunTool = (file, args) => {
    const question = [file, ...args].join(' ');
    asked.push(question);
    return Promise.resolve(answers[question] ?? '');
  };
  return Object.assign(run, { asked });
};

describe('the network that leads to a host, on macOS', () => {
  const answers = {
    'route -n get 192.168.1.50': samples.macRouteToNeighbour,
    'route -n get 10.8.0.5': samples.macRouteTunnel,
    'route -n get default': samples.macRouteDefault,
    'route -n get 203.0.113.7': samples.macRouteDefault,
    'arp -n 192.168.1.1': samples.macArp,
  };
  const mac = { en0: [own('192.168.1.20', 24)], utun4: [own('10.8.0.2', 24)] };

  it.each([
    ['ha.wlan', 'router:a4:91:b1:00:01:f2'],
    ['ha.example', 'router:a4:91:b1:00:01:f2'],
    ['ha.local', 'router:a4:91:b1:00:01:f2'],
    ['ha.vpn', 'subnet:10.8.0.0/24'],
  ])('%s: %s', async (host, expected) => {
    expect(await identity(macTables(tool(answers)), { interfaces: () => mac }).current(host)).toBe(expected);
  });

  it.each([samples.macArpNone, samples.macArpIncomplete])(
    'knows the subnet where the router does not answer',
    async (arp) => {
      const tables = macTables(tool({ ...answers, 'arp -n 192.168.1.1': arp }));
      expect(await identity(tables, { interfaces: () => mac }).current('ha.wlan')).toBe('subnet:192.168.1.0/24');
    },
  );
});

describe('the network that leads to a host, on Windows', () => {
  const windows = { WLAN: [own('192.168.1.20', 24)] };
  const answers = { 'route print -4': samples.windowsRoutes, 'arp -a': samples.windowsArp };

  it.each(['ha.wlan', 'ha.example', 'ha.local'])('%s', async (host) => {
    const current = identity(windowsTables(tool(answers)), { interfaces: () => windows }).current(host);
    expect(await current).toBe('router:a4:91:b1:00:11:22');
  });

  it('falls back to the subnet of the interface that the route names', async () => {
    const tables = windowsTables(tool({ ...answers, 'arp -a': '' }));
    expect(await identity(tables, { interfaces: () => windows }).current('ha.wlan')).toBe('subnet:192.168.1.0/24');
  });
});

describe('pieces', () => {
  it.each(['256.1.1.1', '1.2.3', 'fe80::1', '', '1.2.3.4.5', 'ha.local'])('%j is no IPv4 address', (text) => {
    expect(ipv4Number(text)).toBeUndefined();
  });

  it('lays masks over addresses with the high bit set', () => {
    expect(ipv4Number('255.255.255.255')).toBe(0xffffffff);
    expect(subnetOf(own('192.168.77.130', 25))).toBe('192.168.77.128/25');
    expect(subnetOf(own('10.1.2.3', 0))).toBe('0.0.0.0/0');
    expect(subnetOf({ address: '10.1.2.3', family: 'IPv4', cidr: null })).toBeUndefined();
    expect(subnetOf(own('fd00::1:2', 64, 'IPv6'))).toBe('fd00:0:0:0::/64');
  });

  it('does not take a neighbour for one whose address begins alike', () => {
    expect(hardwareAddressIn(samples.windowsArp, '192.168.1.13')).toBe('de:ad:be:ef:00:01');
    expect(hardwareAddressIn(samples.windowsArp, '192.168.1.2')).toBeUndefined();
  });
});

describe('this very system', () => {
  it.each(['127.0.0.1', '[::1]', 'localhost'])('calls %s itself', async (host) => {
    expect(await new SystemNetworkIdentity().current(host)).toBe('loopback');
  });
});
