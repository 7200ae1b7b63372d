import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { NetworkIdentity, Reach } from '../core/ports/network.ts';
import {
  bestRoute,
  dialable,
  hardwareAddressIn,
  ipv4Number,
  isOnLink,
  isPrivate,
  isShared,
  unmapped,
  parseProcRoutes,
  parseRouteGet,
  parseRoutePrint,
  subnetOf,
  type OwnAddress,
  type OwnLink,
  type Route,
} from './network-tables.ts';
import { runSystemProgram } from './system-programs.ts';

/** The way out of this computer: the link, and the router on it where there is one. */
export interface Way {
  readonly link: string;
  readonly gateway: string | undefined;
}

/** What one system tells of its network. Both are undefined where it tells nothing. */
export interface NetworkTables {
  /** Towards an IPv4 address; without one, towards the internet. `gateway`: the router on that link, if it has one. */
  wayTo(address: string | undefined): Promise<Way | undefined>;
  hardwareAddress(gateway: string): Promise<string | undefined>;
}

export interface NetworkIdentityPorts {
  readonly tables: NetworkTables;
  /** Every address of a host, empty when it cannot be found. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
  /** This computer's own addresses by interface. */
  readonly interfaces: () => Readonly<Record<string, readonly OwnAddress[] | undefined>>;
  /** Makes the system ask for the hardware address of a neighbour. */
  readonly nudge: (address: string) => Promise<void>;
}

const deadlineMs = 5_000;
/** A neighbour on a home network answers within milliseconds, a sleepy Wi-Fi within a second. */
const nudges = { count: 8, everyMs: 125 };

/**
 * Names the network that leads to a host. A host that cannot be found (a `.local` name away from home) is looked for in
 * the direction of the internet, which is where a request for it would go.
 */
export class SystemNetworkIdentity implements NetworkIdentity {
  readonly #ports: NetworkIdentityPorts;

  constructor(ports: NetworkIdentityPorts = systemPorts()) {
    this.#ports = ports;
  }

  async current(host: string): Promise<string | undefined> {
    const addresses = await this.#ports.resolve(host.replace(/^\[|\]$/g, ''));
    const own = Object.values(this.#ports.interfaces()).flatMap((list) => list ?? []);
    if (addresses.some((address) => isLoopback(address) || own.some((mine) => mine.address === address))) {
      return 'loopback';
    }
    const way = await this.#ports.tables.wayTo(addresses.find((address) => ipv4Number(address) !== undefined));
    const router = way?.gateway === undefined ? undefined : await this.#routerOn(way.gateway);
    return router === undefined ? this.#subnet(way) : `router:${router}`;
  }

  async reach(host: string): Promise<readonly Reach[]> {
    const found = await this.#ports.resolve(host.replace(/^\[|\]$/g, ''));
    const links = Object.entries(this.#ports.interfaces()).map(([name, list]) => ({ name, addresses: list ?? [] }));
    return await Promise.all(dialable([...new Set(found)]).map((address) => this.#reachOf(address, links)));
  }

  /** By the route of its own family: an IPv6 address has to be on a link, which is known by that link's router. */
  async #reachOf(address: string, links: readonly OwnLink[]): Promise<Reach> {
    const plain = unmapped(address);
    const own = links.some((link) => link.addresses.some((mine) => mine.address === plain));
    if (isLoopback(plain) || own) return { address, network: 'loopback', near: true, from: [] };
    const isFour = ipv4Number(plain) !== undefined;
    const onLink = links.filter((link) => isOnLink(plain, link));
    const way = await this.#ports.tables.wayTo(isFour ? plain : undefined);
    const link = way && linkOf(way, isFour ? links : onLink);
    if (!way || !link) return { address, network: undefined, near: false, from: [] };
    const from = link.addresses.map((mine) => mine.address);
    const near = isPrivate(plain) || (!isFour && onLink.length > 0);
    return { address, network: await this.#networkOn(way, plain, isFour && onLink.includes(link)), near, from };
  }

  /** By its router, or without one by the host itself. What virtual machines everywhere share names nothing. */
  async #networkOn({ gateway }: Way, address: string, isNeighbour: boolean): Promise<string | undefined> {
    const host = gateway ?? (isNeighbour ? address : undefined);
    const hardware = host === undefined ? undefined : await this.#routerOn(host);
    if (hardware === undefined || isShared(hardware)) return undefined;
    return gateway === undefined ? `neighbour:${hardware}` : `router:${hardware}`;
  }

  /**
   * Only neighbours that were spoken to lately are in the table. Falling back at once would give one network two names, and
   * the second would look like a strange network.
   */
  async #routerOn(gateway: string): Promise<string | undefined> {
    const { tables, nudge } = this.#ports;
    const known = await tables.hardwareAddress(gateway);
    if (known !== undefined) return known;
    await nudge(gateway);
    for (let tries = 0; tries < nudges.count; tries += 1) {
      const found = await tables.hardwareAddress(gateway);
      if (found !== undefined) return found;
      await pause(nudges.everyMs);
    }
    return undefined;
  }

  /** Tunnels have no router with a hardware address, IPv6-only networks no IPv4 route. */
  #subnet(way: Way | undefined): string | undefined {
    const links = Object.entries(this.#ports.interfaces()).map(([name, list]) => ({ name, addresses: list ?? [] }));
    const onLink = links.filter(
      ({ name, addresses }) => way?.link === name || addresses.some(({ address }) => address === way?.link),
    );
    const candidates = (way ? onLink : links)
      .flatMap(({ addresses }) => addresses)
      .filter(({ address }) => !isLoopback(address));
    const subnet = candidates.map(subnetOf).find((found) => found !== undefined);
    return subnet === undefined ? undefined : `subnet:${subnet}`;
  }
}

/** The interface by its name, or on Windows by one of its addresses. */
const linkOf = ({ link }: Way, links: readonly OwnLink[]): OwnLink | undefined =>
  links.find(({ name, addresses }) => name === link || addresses.some(({ address }) => address === link));

const isLoopback = (address: string): boolean => address === '::1' || /^(?:::ffff:)?127\./.test(address);

const systemPorts = (): NetworkIdentityPorts => ({
  tables: systemTables(process.platform),
  resolve: async (host) => {
    const found = lookup(host, { all: true }).then((list) => list.map(({ address }) => address));
    // Away from home a .local name may take very long not to be found.
    return await Promise.race([found, pause(deadlineMs, [], { ref: false })]).catch(() => []);
  },
  interfaces: networkInterfaces,
  nudge,
});

/** One byte to the discard port: whether anything listens there does not matter. */
const nudge = (address: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.on('error', () => socket.close(() => resolve()));
    socket.send('?', 9, address, () => socket.close(() => resolve()));
  });

const systemTables = (platform: NodeJS.Platform): NetworkTables => {
  if (platform === 'linux') return linuxTables('/proc/net');
  return platform === 'win32' ? windowsTables(runTool) : macTables(runTool);
};

/** Standard output of one of the system's programs, empty when the tool failed or is missing. */
export type RunTool = (program: 'route' | 'arp', args: readonly string[]) => Promise<string>;

const runTool: RunTool = async (program, args) => {
  const { failed, stdout } = await runSystemProgram(program, args, deadlineMs);
  return failed ? '' : stdout;
};

const wayAmong = (routes: readonly Route[], address: string | undefined): Way | undefined => {
  const wanted = address === undefined ? undefined : ipv4Number(address);
  const route = bestRoute(routes, wanted);
  if (!route) return undefined;
  const onSameLink = routes.filter(({ link }) => link === route.link);
  return { link: route.link, gateway: route.gateway ?? bestRoute(onSameLink, undefined)?.gateway };
};

/** @param folder - `/proc/net`, or a copy of it */
export const linuxTables = (folder: string): NetworkTables => {
  // No such file: a container that is not told.
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8').catch(() => '');
  return {
    wayTo: async (address) => wayAmong(parseProcRoutes(await read('route')), address),
    hardwareAddress: async (gateway) => hardwareAddressIn(await read('arp'), gateway),
  };
};

export const windowsTables = (run: RunTool): NetworkTables => ({
  wayTo: async (address) => wayAmong(parseRoutePrint(await run('route', ['print', '-4'])), address),
  hardwareAddress: async (gateway) => hardwareAddressIn(await run('arp', ['-a']), gateway),
});

export const macTables = (run: RunTool): NetworkTables => {
  const get = async (target: string): Promise<Way | undefined> =>
    parseRouteGet(await run('route', ['-n', 'get', target]));
  return {
    wayTo: async (address) => {
      const way = await get(address ?? 'default');
      if (!way || way.gateway !== undefined) return way;
      const out = await get('default');
      return { link: way.link, gateway: out?.link === way.link ? out.gateway : undefined };
    },
    hardwareAddress: async (gateway) => hardwareAddressIn(await run('arp', ['-n', gateway]), gateway),
  };
};
