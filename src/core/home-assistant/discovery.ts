import { isDeepStrictEqual } from 'node:util';
import multicastDns from 'multicast-dns';
import { z } from 'zod';
import { foreignLabel, unnamedHome } from '../../shared/safe-text.ts';
import { AppError } from '../errors/app-error.ts';
import type { Clock } from '../ports/clock.ts';
import { announcedIn, serviceType, type Announcement } from './announcements.ts';
import { deferred } from './deferred.ts';

/** A Home Assistant that makes itself known in the local network (facts#addresses). */
export interface DiscoveredHome {
  readonly name: string;
  /** Home Assistant's own instance id. */
  readonly uuid: string | undefined;
  readonly version: string | undefined;
  /** What it says about its addresses, and the one it answered from; best first. */
  readonly urls: readonly string[];
  readonly addresses: readonly string[];
  readonly port: number;
}

export type Discover = (clock: Clock, ms: number, signal: AbortSignal) => Promise<readonly DiscoveredHome[]>;

/** Answers come from this port, by the rule (RFC 6762, 6): it takes more than a web page or an ordinary program to send one. */
const multicastPort = 5353;
/** More than one computer has, and more than any network: who sends more neither fills the memory nor leaves no room for others. */
const maxOfOne = 10;
const maxHomes = 200;

/**
 * Listens for `_home-assistant._tcp` for a while. An empty answer proves nothing: routers and firewalls drop multicast. Anybody in the
 * network can answer: whatever differs in anything is listed beside the others, in the order in which it was heard.
 */
export const discoverHomes: Discover = async (clock, ms, signal) => {
  const found: DiscoveredHome[] = [];
  const failed = deferred<never>();
  const multicast = multicastDns();
  multicast.on('error', () => failed.reject(new AppError('ha.unreachable', { step: 'discovery' })));
  const counts = new Map<string, number>();
  multicast.on(
    'response',
    (packet: unknown, { address, port }: { readonly address: string; readonly port: number }) => {
      if (port !== multicastPort) return;
      for (const home of announcedIn(packet).map(toHome)) {
        const count = counts.get(address) ?? 0;
        if (count >= maxOfOne || found.length >= maxHomes || found.some((one) => isDeepStrictEqual(one, home)))
          continue;
        counts.set(address, count + 1);
        found.push(home);
      }
    },
  );
  const ask = (): void => multicast.query(serviceType, 'PTR');
  try {
    ask();
    await Promise.race([clock.wait(ms / 2, signal), failed.promise]);
    ask();
    await Promise.race([clock.wait(ms / 2, signal), failed.promise]);
    return found;
  } finally {
    multicast.destroy();
  }
};

const text = z.string().min(1).optional().catch(undefined);
const properties = z
  .object({ location_name: text, uuid: text, version: text, internal_url: text, external_url: text, base_url: text })
  .catch({});

/** As the service describes itself; values may be missing or blanked when they are too long. */
export const toHome = (service: Announcement): DiscoveredHome => {
  const txt = properties.parse(service.txt);
  const { addresses } = service;
  const direct = addresses.map(
    (address) => `http://${address.includes(':') ? `[${address}]` : address}:${service.port}`,
  );
  const urls = [txt.internal_url, txt.base_url, ...direct, txt.external_url].filter((url) => url !== undefined);
  return {
    name: foreignLabel(txt.location_name ?? service.name, unnamedHome),
    uuid: txt.uuid,
    version: txt.version,
    urls: [...new Set(urls.filter((url) => URL.canParse(url)).map((url) => new URL(url).origin))],
    addresses,
    port: service.port,
  };
};

/**
 * The home behind a base URL, by one of its URLs, or by address and port: if exactly one says so, or several under one id (a
 * home that answers from two network cards). Where two ids claim the place, somebody lies, and nobody is believed.
 */
export const homeAt = (
  homes: readonly DiscoveredHome[],
  url: string,
  addressesOfUrl: readonly string[],
): DiscoveredHome | undefined => {
  const { origin, port, protocol } = new URL(url);
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const matches = homes.filter(
    (home) =>
      home.urls.includes(origin) ||
      (home.port === number && home.addresses.some((address) => addressesOfUrl.includes(address))),
  );
  return new Set(matches.map(({ uuid }) => uuid)).size === 1 ? matches[0] : undefined;
};
